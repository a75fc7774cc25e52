// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/exit_status.h"

namespace headlight::cli {

ExitStatus statusOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Usage:
        return ExitStatus::WrongUsage;
    case ErrorKind::Selection:
    case ErrorKind::NotSquare: // this stack has no such measure
        return ExitStatus::NoSuchSelection;
    case ErrorKind::CannotWrite:
        return ExitStatus::CannotWrite;
    case ErrorKind::Cancelled:
        return ExitStatus::Interrupted;
    case ErrorKind::NotThisFormat:
    case ErrorKind::Corrupt:
    case ErrorKind::Truncated:
    case ErrorKind::Unsupported:
    case ErrorKind::Hostile:
    case ErrorKind::Limit:
    case ErrorKind::NotFound:
    case ErrorKind::Io:
    case ErrorKind::NotADump:
    case ErrorKind::Shape:
        break;
    }
    return ExitStatus::Unreadable;
}

} // namespace headlight::cli
