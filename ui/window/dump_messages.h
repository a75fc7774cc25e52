// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Notes and errors about dumps as messages with what can be done about them.
#pragma once

#include "dump/dump.h"
#include "ui/window/message_bar.h"

#include <functional>
#include <vector>

namespace headlight::ui {

/// What the buttons of notes do; the window fills it in.
struct NoteActions {
    std::function<void()> loadTokens;
    std::function<void()> numbersOnly;
    std::function<void()> openOthers;
};

struct OfferWords {
    QString text;
    std::function<void()> run; ///< empty: nothing but closing the note ("Keep file labels")
};
OfferWords wordsOf(NoteOffer offer, const NoteActions& actions);

/// Notes of weight Decision and Warning, in their order.
std::vector<Message> messagesOf(const Dump& dump, const NoteActions& actions);

/// A list of tokens from a JSON list of strings, or a text file with one token a line.
Result<std::vector<std::string>> readTokenFile(const QString& path);

} // namespace headlight::ui
