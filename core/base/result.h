// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A value or the Error that prevented it, with the names of std::expected, so that it can become an alias.
#pragma once

#include "base/error.h"

#include <cassert>
#include <type_traits>
#include <utility>
#include <variant>

namespace headlight {

template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;
    using error_type = Error;

    Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}
    template <typename U>
        requires(std::is_convertible_v<U, T> && !std::is_same_v<std::remove_cvref_t<U>, T>
                 && !std::is_same_v<std::remove_cvref_t<U>, Error> && !std::is_same_v<std::remove_cvref_t<U>, Result>)
    Result(U&& value) : m_content(std::in_place_index<0>, std::forward<U>(value))
    {
    }

    [[nodiscard]] bool has_value() const noexcept { return m_content.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T& value() & { return *pointer(); }
    const T& value() const& { return *pointer(); }
    T&& value() && { return std::move(*pointer()); }
    T& operator*() & { return *pointer(); }
    const T& operator*() const& { return *pointer(); }
    T&& operator*() && { return std::move(*pointer()); }
    T* operator->() { return pointer(); }
    const T* operator->() const { return pointer(); }

    const Error& error() const&
    {
        assert(!has_value());
        return *std::get_if<1>(&m_content);
    }
    Error&& error() &&
    {
        assert(!has_value());
        return std::move(*std::get_if<1>(&m_content));
    }

    template <typename U>
    T value_or(U&& other) const&
    {
        return has_value() ? **this : static_cast<T>(std::forward<U>(other));
    }

    template <typename F>
    auto and_then(F&& next) && -> std::invoke_result_t<F, T&&>
    {
        if (!has_value())
            return std::move(*this).error();
        return std::forward<F>(next)(std::move(**this));
    }

    template <typename F>
    auto transform(F&& change) && -> Result<std::invoke_result_t<F, T&&>>
    {
        if (!has_value())
            return std::move(*this).error();
        return std::forward<F>(change)(std::move(**this));
    }

    template <typename F>
    Result transform_error(F&& change) &&
    {
        if (has_value())
            return std::move(*this);
        return std::forward<F>(change)(std::move(*this).error());
    }

private:
    T* pointer()
    {
        assert(has_value());
        return std::get_if<0>(&m_content);
    }
    const T* pointer() const
    {
        assert(has_value());
        return std::get_if<0>(&m_content);
    }

    std::variant<T, Error> m_content;
};

template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;
    using error_type = Error;

    Result() = default;
    Result(Error error) : m_error(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const noexcept { return m_error.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    const Error& error() const&
    {
        assert(!has_value());
        return *std::get_if<1>(&m_error);
    }
    Error&& error() &&
    {
        assert(!has_value());
        return std::move(*std::get_if<1>(&m_error));
    }

    template <typename F>
    Result transform_error(F&& change) &&
    {
        if (has_value())
            return {};
        return std::forward<F>(change)(std::move(*this).error());
    }

private:
    std::variant<std::monostate, Error> m_error;
};

} // namespace headlight
