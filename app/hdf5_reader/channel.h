// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The child's end of the connection to the program: standard input and output.
#pragma once

#include "formats/hdf5_wire.h"

#include <vector>

namespace headlight::hdf5_reader {

/// Answers are collected and sent by flush(). When the program is gone the child ends: it has nobody left to serve.
class Channel {
public:
    struct Request {
        formats::hdf5::Frame kind;
        std::vector<std::byte> body;
    };

    /// The next request; ends the process when there will be none.
    Request next();
    void send(formats::hdf5::Frame kind, ByteView body = {});
    void send(formats::hdf5::Frame kind, std::string_view text);
    void flush();

private:
    std::vector<std::byte> m_pending;
};

} // namespace headlight::hdf5_reader
