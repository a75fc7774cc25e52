// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What went wrong, told once: a sentence for people, made of facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace headlight {

enum class ErrorKind {
    NotThisFormat, ///< a reader looked at the bytes and they are not its format; not a fault
    Corrupt,       ///< the format's own rules are broken
    Truncated,     ///< the file ends early
    Unsupported,   ///< valid, but something we do not read (named)
    Hostile,       ///< the file asks for code to be run
    Limit,         ///< a bound on size, depth or count would be passed
    NotFound,      ///< no such file, address or entry
    Io,            ///< the system refused: permission, a read that failed, a file that changed
    NotADump,      ///< readable, but no attention in it
    Shape,         ///< sizes that do not fit together
    NotSquare,     ///< a product of maps needs as many queries as keys
    Selection,     ///< the selection does not exist in this dump
    Usage,         ///< wrong use of the command line
    CannotWrite,   ///< the output cannot be written
    Cancelled,     ///< the user or a newer job stopped it
};

/// Where in the input. Parts that are not known stay empty.
struct Place {
    std::string file;                     ///< path as the user gave it
    std::string entry;                    ///< member of an archive, e.g. "archive/data/3"
    std::string address;                  ///< as Python would write it, e.g. "['attentions'][3]"
    std::optional<std::uint64_t> offset;  ///< byte in the file or entry
};

/// Says what was found and what was expected; `remedy` says what the user can do.
struct Error {
    ErrorKind kind = ErrorKind::Corrupt;
    std::string what;
    Place place = {};
    std::string remedy = {};
};

/// A place that is a byte offset.
Place at(std::uint64_t offset);
/// A place that is a member of an archive.
Place atEntry(std::string entry);
/// A place that is an address in the value tree.
Place atAddress(std::string address);

/// The same error with the file filled in where it was not known yet.
Error inFile(Error error, std::string file);

/// One sentence: "attentions_0.pt, entry data/3, byte 64: needs 96 bytes, has 48. Save the file again."
/// Control characters of names are escaped, so it may go to a terminal.
std::string sentence(const Error& error);

} // namespace headlight
