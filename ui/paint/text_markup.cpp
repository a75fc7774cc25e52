// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/text_markup.h"

#include "figure/build.h"
#include "ui/paint/lettering.h"
#include "ui/paint/metadata.h"
#include "ui/paint/text_flow.h"
#include "ui/paint/text_ink.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr std::size_t kListed = 16;
constexpr int kLegendSteps = 12;

QString number(double value)
{
    return QString::fromStdString(formatValue(value));
}

QString joined(const FigureText& text)
{
    QStringList parts;
    for (const auto& part : text.footerStart)
        parts << displayText(part);
    for (const auto& part : text.footerEnd)
        parts << displayText(part);
    return parts.join(QStringLiteral(" · "));
}

/// "0", "≥ 0.13": both ends of a scale.
std::pair<QString, QString> endsOf(const ColourScale& scale)
{
    const double width = scale.high - scale.low;
    return {(scale.clippedLow ? QStringLiteral("≤ ") : QString()) + QString::fromStdString(formatTick(scale.low, width)),
            (scale.clippedHigh ? QStringLiteral("≥ ") : QString()) + QString::fromStdString(formatTick(scale.high, width))};
}

/// The token is drawn in a row of a layer.
bool inRows(const TextFigure::Token& token)
{
    return !token.square && (!token.label.special || token.coloured);
}

// HTML -----------------------------------------------------------------------

QString escaped(const QString& text)
{
    return text.toHtmlEscaped();
}

class Html {
public:
    Html(const TextFigure& figure, const ExportOptions& options) : m_figure(figure), m_options(options) {}

    QByteArray page()
    {
        const QString title = escaped(displayText(m_options.title.empty() ? m_figure.text.title : m_options.title));
        const bool dark = m_options.background == Background::Dark;
        const auto& tokens = dark ? darkTokens() : lightTokens();
        m_out += QStringLiteral("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Headlight\">\n<title>%1</title>\n<style>\n").arg(title);
        m_out += QStringLiteral("body { font-family: Inter, system-ui, sans-serif; max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; color: %1; background: %2; }\n")
                     .arg(tokens.text.name(), tokens.canvas.name());
        m_out += QStringLiteral("h1 { font-size: 1.1rem; margin: 0; }\nh2 { font-size: .85rem; margin: 1.4rem 0 .3rem; }\nh2 span, .quiet { font-weight: 400; color: %1; font-size: .8rem; }\n").arg(tokens.quietText.name());
        m_out += QStringLiteral(".text { font-size: 1.1rem; line-height: 2; padding: .2rem .4rem; border-radius: .3rem; background: %1; color: %2; }\n")
                     .arg(paperColour(m_figure.scale).name(), inkOn(paperColour(m_figure.scale)).name());
        m_out += QStringLiteral(".rows .text { font-size: .8rem; line-height: 1.5; }\n.text b, .text i { font-style: normal; font-weight: inherit; padding: .1em .12em; border-radius: .2em; }\n");
        m_out += QStringLiteral(".text i { border: 1px dashed currentColor; font-size: .85em; padding: .1em .5em; white-space: nowrap; }\n.framed { outline: 2px solid currentColor; font-weight: 600 !important; }\n");
        m_out += QStringLiteral(".word { white-space: nowrap; }\n.square { display: inline-block; width: .9rem; height: .9rem; margin: 1px; border: 1px solid %1; }\n").arg(tokens.line.name());
        m_out += QStringLiteral("table { border-collapse: collapse; font-size: .8rem; font-variant-numeric: tabular-nums; }\ntd { padding: .1rem .5rem; text-align: right; vertical-align: top; }\ntd.token, td.text { text-align: left; }\n");
        m_out += QStringLiteral(".bar { display: inline-block; width: 12rem; height: .7rem; border: 1px solid %1; vertical-align: middle; margin: 0 .4rem; }\nfooter { margin-top: 1.2rem; font-size: .75rem; color: %2; }\n</style>\n</head>\n<body>\n")
                     .arg(tokens.edge.name(), tokens.quietText.name());
        if (m_options.parts.title)
            m_out += QStringLiteral("<h1>%1</h1>\n<p class=\"quiet\">%2</p>\n").arg(escaped(displayText(m_figure.text.title)), escaped(displayText(m_figure.text.subtitle)));
        squares();
        m_out += QStringLiteral("<div class=\"text\"%1>").arg(m_figure.rightToLeft ? QStringLiteral(" dir=\"rtl\"") : QString());
        words(m_figure.weights, m_figure.scale, true);
        m_out += QStringLiteral("</div>\n");
        if (m_options.parts.profiles) {
            list();
            rows();
        }
        if (m_options.parts.bar) {
            legend(m_figure.scale, m_figure.rows.empty() ? QString() : QStringLiteral(", selected heads"));
            if (!m_figure.rows.empty() && m_options.parts.profiles)
                legend(m_figure.rowScale, QStringLiteral(", every layer"));
        }
        if (m_options.parts.footer)
            m_out += QStringLiteral("<footer>%1</footer>\n").arg(escaped(joined(m_figure.text)));
        if (!m_options.stateJson.empty()) {
            QString state = QString::fromStdString(m_options.stateJson);
            m_out += QStringLiteral("<script type=\"application/json\" id=\"%1\">%2</script>\n").arg(QLatin1String(kStateMark), state.replace(u'<', QStringLiteral("\\u003c")));
        }
        m_out += QStringLiteral("</body>\n</html>\n");
        return m_out.toUtf8();
    }

private:
    void squares()
    {
        QString strip;
        for (std::size_t i = 0; i < m_figure.tokens.size(); ++i)
            if (m_figure.tokens[i].square)
                strip += QStringLiteral("<span class=\"square%1\" style=\"background:%2\" title=\"%3 %4\"></span>")
                             .arg(m_figure.tokens[i].framed ? QStringLiteral(" framed") : QString(), groundColour(m_figure.tokens[i], m_figure.weights[i], m_figure.scale).name(),
                                  escaped(displayText(m_figure.tokens[i].label.text)), number(static_cast<double>(m_figure.weights[i])));
        if (!strip.isEmpty())
            m_out += QStringLiteral("<p>%1</p>\n").arg(strip);
    }

    void words(std::span<const float> weights, const ColourScale& scale, bool chips)
    {
        bool open = false;
        for (std::size_t i = 0; i < m_figure.tokens.size(); ++i) {
            const auto& token = m_figure.tokens[i];
            if (token.square || (!chips && !inRows(token)))
                continue;
            const bool chip = chips && token.label.special;
            if (token.spaced || chip || !open) {
                m_out += open ? QStringLiteral("</span>\n") : QString();
                m_out += QStringLiteral("<span class=\"word\">");
                open = true;
            }
            const QColor ground = groundColour(token, weights[i], scale);
            const QString style = ground == paperColour(scale) ? QString() : QStringLiteral(" style=\"background:%1;color:%2\"").arg(ground.name(), inkOn(ground).name());
            const QString frame = token.framed && chips ? QStringLiteral(" class=\"framed\"") : QString();
            const QString tip = QStringLiteral(" title=\"%1: %2\"").arg(token.label.position).arg(number(static_cast<double>(weights[i])));
            const QString text = escaped(displayText(token.label.text));
            m_out += chip ? QStringLiteral("<i%1%2%3>%4 %5</i>").arg(frame, style, tip, text, chipNumber(weights[i])) : QStringLiteral("<b%1%2%3>%4</b>").arg(frame, style, tip, text);
            if (token.endsLine)
                m_out += QStringLiteral("<br>");
        }
        m_out += open ? QStringLiteral("</span>") : QString();
    }

    void list()
    {
        if (m_figure.largest.empty())
            return;
        m_out += QStringLiteral("<h2>Largest weights <span>of %1</span></h2>\n<table>\n").arg(m_figure.largest.size());
        for (std::size_t i = 0; i < std::min(kListed, m_figure.largest.size()); ++i) {
            const auto token = static_cast<std::size_t>(m_figure.largest[i]);
            const auto& label = m_figure.tokens[token].label;
            m_out += QStringLiteral("<tr><td>%1</td><td class=\"token\">%2%3</td><td>%4</td><td>%5</td></tr>\n")
                         .arg(QString::number(i + 1), label.continues ? QStringLiteral("##") : QString(), escaped(displayText(label.text)), QString::number(label.position),
                              number(static_cast<double>(m_figure.weights[token])));
        }
        m_out += QStringLiteral("</table>\n");
    }

    void rows()
    {
        if (m_figure.rows.empty())
            return;
        const bool shares = std::isfinite(m_figure.rows.front().special);
        m_out += QStringLiteral("<h2>%1 <span>%2%3</span></h2>\n<table class=\"rows\">\n")
                     .arg(escaped(displayText(m_figure.rowsTitle)), escaped(displayText(m_figure.rowsNote)),
                          shares ? escaped(QStringLiteral("; at the right: ") + displayText(m_figure.specialName)) : QString());
        for (std::size_t row = 0; row < m_figure.rows.size(); ++row) {
            m_out += QStringLiteral("<tr><td>%1</td><td class=\"text\"%2>").arg(escaped(displayText(m_figure.rows[row].label)), m_figure.rightToLeft ? QStringLiteral(" dir=\"rtl\"") : QString());
            words(m_figure.layers->row(static_cast<std::int64_t>(row)), m_figure.rowScale, false);
            m_out += QStringLiteral("</td><td>%1</td></tr>\n").arg(std::isfinite(m_figure.rows[row].special) ? QString::number(m_figure.rows[row].special, 'f', 2) : QString());
        }
        m_out += QStringLiteral("</table>\n");
    }

    void legend(const ColourScale& scale, const QString& which)
    {
        QStringList stops;
        for (int i = 0; i <= kLegendSteps; ++i)
            stops << QColor::fromRgb(cellColour(static_cast<float>(scale.low + (scale.high - scale.low) * i / kLegendSteps), scale)).name();
        const auto [low, high] = endsOf(scale);
        m_out += QStringLiteral("<p class=\"quiet\">%1 %2<span class=\"bar\" style=\"background:linear-gradient(to right,%3)\"></span>%4</p>\n")
                     .arg(escaped(displayText(scale.name) + which), escaped(low), stops.join(u','), escaped(high));
    }

    const TextFigure& m_figure;
    const ExportOptions& m_options;
    QString m_out;
};

// LaTeX ----------------------------------------------------------------------

/// pdfLaTeX has a letter for it without any package.
bool knownToPdfLatex(char32_t c)
{
    constexpr std::u32string_view kMore = U"“”‘’–—…•€™œŒšŠžŽŸ";
    return (c >= 0x20 && c < 0x7F) || (c >= 0xC0 && c <= 0xFF) || c == 0xA1 || c == 0xA3 || c == 0xA7 || c == 0xA9 || c == 0xAB || c == 0xAE || c == 0xB0 || c == 0xB1 || c == 0xB7 ||
        c == 0xBB || c == 0xBF || kMore.find(c) != std::u32string_view::npos;
}

QString inLatex(const QString& text)
{
    QString out;
    for (const char32_t c : text.toStdU32String()) {
        const QString letter = QString::fromUcs4(&c, 1);
        switch (c) {
        case U'\\':
            out += QStringLiteral("\\textbackslash{}");
            break;
        case U'~':
            out += QStringLiteral("\\textasciitilde{}");
            break;
        case U'^':
            out += QStringLiteral("\\textasciicircum{}");
            break;
        case U'<':
            out += QStringLiteral("\\textless{}");
            break;
        case U'>':
            out += QStringLiteral("\\textgreater{}");
            break;
        case U'|':
            out += QStringLiteral("\\textbar{}");
            break;
        case U'"':
            out += QStringLiteral("\\textquotedbl{}");
            break;
        case U'-':
            out += QStringLiteral("{-}"); // no ligature
            break;
        case U'`':
            out += QStringLiteral("\\textasciigrave{}");
            break;
        case U'\'':
            out += QStringLiteral("\\textquotesingle{}");
            break;
        case U'#':
        case U'$':
        case U'%':
        case U'&':
        case U'_':
        case U'{':
        case U'}':
            out += u'\\' + letter;
            break;
        case U'\u2212':
            out += QStringLiteral("$-$");
            break;
        case U'\u00D7':
            out += QStringLiteral("$\\times$");
            break;
        case U'\u2265':
            out += QStringLiteral("$\\geq$");
            break;
        case U'\u2264':
            out += QStringLiteral("$\\leq$");
            break;
        default:
            out += knownToPdfLatex(c) ? letter : QStringLiteral("\\hlu{%1}{%2}").arg(static_cast<std::uint32_t>(c), 4, 16, QLatin1Char('0')).arg(letter);
        }
    }
    return out;
}

QString hex(const QColor& colour)
{
    return colour.name().mid(1).toUpper();
}

class Latex {
public:
    Latex(const TextFigure& figure, const ExportOptions& options) : m_figure(figure), m_options(options) {}

    QByteArray document()
    {
        preamble();
        if (m_options.parts.title)
            m_out += QStringLiteral("{\\large\\bfseries %1\\par}\n{\\small %2\\par}\n\\medskip\n").arg(inLatex(displayText(m_figure.text.title)), inLatex(displayText(m_figure.text.subtitle)));
        squares();
        m_out += QStringLiteral("{\\large\\baselineskip=1.7\\baselineskip\\noindent\n");
        words(m_figure.weights, m_figure.scale, true);
        m_out += QStringLiteral("\\par}\n");
        if (m_options.parts.profiles) {
            list();
            rows();
        }
        if (m_options.parts.bar) {
            legend(m_figure.scale, m_figure.rows.empty() ? QString() : QStringLiteral(", selected heads"));
            if (!m_figure.rows.empty() && m_options.parts.profiles)
                legend(m_figure.rowScale, QStringLiteral(", every layer"));
        }
        if (m_options.parts.footer)
            m_out += QStringLiteral("\\medskip\n{\\footnotesize %1\\par}\n").arg(inLatex(joined(m_figure.text)));
        m_out += QStringLiteral("\\end{document}\n");
        return m_out.toUtf8();
    }

private:
    void preamble()
    {
        if (!m_options.stateJson.empty())
            m_out += QStringLiteral("% %1: %2\n").arg(QLatin1String(kStateMark), QString::fromStdString(m_options.stateJson));
        m_out += QStringLiteral("% Written by Headlight. Compile with pdflatex, xelatex or lualatex; scripts beyond Latin need one of the latter two.\n"
                                "\\documentclass[10pt]{article}\n"
                                "\\usepackage[margin=2cm]{geometry}\n"
                                "\\usepackage{xcolor}\n"
                                "\\newif\\ifhlunicode\n"
                                "\\ifdefined\\directlua\\hlunicodetrue\\fi\n"
                                "\\ifdefined\\XeTeXversion\\hlunicodetrue\\fi\n"
                                "\\ifhlunicode\n"
                                "  \\usepackage{fontspec}\n"
                                "  \\IfFontExistsTF{DejaVu Sans}{\\setmainfont{DejaVu Sans}[Scale=0.9]}{}\n"
                                "  \\newcommand{\\hlu}[2]{#2}\n"
                                "\\else\n"
                                "  \\usepackage[utf8]{inputenc}\n"
                                "  \\usepackage[T1]{fontenc}\n"
                                "  \\usepackage{textcomp}\n"
                                "  \\renewcommand{\\familydefault}{\\sfdefault}\n"
                                "  \\newcommand{\\hlu}[2]{{\\tiny U+\\uppercase{#1}}}\n"
                                "\\fi\n"
                                "\\newcommand{\\hlw}[3]{{\\setlength{\\fboxsep}{1.5pt}\\colorbox[HTML]{#1}{\\textcolor[HTML]{#2}{\\strut #3}}}}\n"
                                "\\newcommand{\\hlframe}[3]{{\\setlength{\\fboxsep}{1.5pt}\\setlength{\\fboxrule}{0.8pt}\\fcolorbox[HTML]{%1}{#1}{\\textcolor[HTML]{#2}{\\strut\\bfseries #3}}}}\n"
                                "\\newcommand{\\hlchip}[3]{{\\setlength{\\fboxsep}{1.5pt}\\setlength{\\fboxrule}{0.3pt}\\fcolorbox[HTML]{%2}{#1}{\\textcolor[HTML]{#2}{\\strut\\footnotesize #3}}}}\n"
                                "\\setlength{\\parindent}{0pt}\n"
                                "\\emergencystretch=3em\n"
                                "\\begin{document}\n\\raggedright\n")
                     .arg(hex(lightTokens().text), hex(lightTokens().edge));
    }

    void squares()
    {
        bool any = false;
        for (std::size_t i = 0; i < m_figure.tokens.size(); ++i) {
            if (!m_figure.tokens[i].square)
                continue;
            any = true;
            m_out += QStringLiteral("{\\fboxsep=0pt\\fcolorbox[HTML]{%1}{%2}{\\rule{0pt}{1.6ex}\\rule{1.6ex}{0pt}}}\\hskip1pt\\allowbreak\n")
                         .arg(hex(m_figure.tokens[i].framed ? lightTokens().text : lightTokens().line), hex(groundColour(m_figure.tokens[i], m_figure.weights[i], m_figure.scale)));
        }
        if (any)
            m_out += QStringLiteral("\\par\\medskip\n");
    }

    void words(std::span<const float> weights, const ColourScale& scale, bool chips)
    {
        bool first = true;
        for (std::size_t i = 0; i < m_figure.tokens.size(); ++i) {
            const auto& token = m_figure.tokens[i];
            if (token.square || (!chips && !inRows(token)))
                continue;
            const bool chip = chips && token.label.special;
            if (!first)
                m_out += token.spaced || chip ? QStringLiteral("\\hskip1pt plus 1pt\\allowbreak\n") : QStringLiteral("%\n");
            first = false;
            const QColor ground = groundColour(token, weights[i], scale);
            const QString text = inLatex(displayText(token.label.text)) + (chip ? QStringLiteral(" ") + inLatex(chipNumber(weights[i])) : QString());
            const QString macro = token.framed && chips ? QStringLiteral("hlframe") : chip ? QStringLiteral("hlchip") : QStringLiteral("hlw");
            m_out += QStringLiteral("\\%1{%2}{%3}{%4}").arg(macro, hex(ground), hex(inkOn(ground)), text);
            if (token.endsLine)
                m_out += QStringLiteral("\\newline ");
        }
        m_out += u'\n';
    }

    void list()
    {
        if (m_figure.largest.empty())
            return;
        m_out += QStringLiteral("\\medskip\n{\\small\\textbf{Largest weights} of %1\\par\n\\begin{tabular}{rlrr}\n").arg(m_figure.largest.size());
        for (std::size_t i = 0; i < std::min(kListed, m_figure.largest.size()); ++i) {
            const auto token = static_cast<std::size_t>(m_figure.largest[i]);
            const auto& label = m_figure.tokens[token].label;
            m_out += QStringLiteral("%1 & %2%3 & %4 & %5 \\\\\n")
                         .arg(QString::number(i + 1), label.continues ? QStringLiteral("\\#\\#") : QString(), inLatex(displayText(label.text)), QString::number(label.position),
                              inLatex(number(static_cast<double>(m_figure.weights[token]))));
        }
        m_out += QStringLiteral("\\end{tabular}\\par}\n");
    }

    void rows()
    {
        if (m_figure.rows.empty())
            return;
        m_out += QStringLiteral("\\medskip\n{\\small\\textbf{%1} %2\\par}\n").arg(inLatex(displayText(m_figure.rowsTitle)), inLatex(displayText(m_figure.rowsNote)));
        for (std::size_t row = 0; row < m_figure.rows.size(); ++row) {
            const QString share = std::isfinite(m_figure.rows[row].special) ? QString::number(m_figure.rows[row].special, 'f', 2) : QString();
            m_out += QStringLiteral("{\\footnotesize\\noindent\\makebox[1.6em][r]{%1}\\hskip0.6em\\parbox[t]{0.86\\linewidth}{\\raggedright\n").arg(inLatex(displayText(m_figure.rows[row].label)));
            words(m_figure.layers->row(static_cast<std::int64_t>(row)), m_figure.rowScale, false);
            m_out += QStringLiteral("}\\hfill %1\\par}\\smallskip\n").arg(share);
        }
        if (!m_figure.specialName.empty())
            m_out += QStringLiteral("{\\footnotesize At the right: share of %1.\\par}\n").arg(inLatex(displayText(m_figure.specialName)));
    }

    void legend(const ColourScale& scale, const QString& which)
    {
        const auto [low, high] = endsOf(scale);
        m_out += QStringLiteral("\\smallskip\n{\\footnotesize %1 %2 ").arg(inLatex(displayText(scale.name) + which), inLatex(low));
        for (int i = 0; i < 4 * kLegendSteps; ++i)
            m_out += QStringLiteral("\\textcolor[HTML]{%1}{\\rule{1mm}{1.6ex}}%\n")
                         .arg(hex(QColor::fromRgb(cellColour(static_cast<float>(scale.low + (scale.high - scale.low) * (i + 0.5) / (4 * kLegendSteps)), scale))));
        m_out += QStringLiteral("\\ %1\\par}\n").arg(inLatex(high));
    }

    const TextFigure& m_figure;
    const ExportOptions& m_options;
    QString m_out;
};

} // namespace

QByteArray htmlOf(const TextFigure& figure, const ExportOptions& options)
{
    return Html(figure, options).page();
}

QByteArray latexOf(const TextFigure& figure, const ExportOptions& options)
{
    return Latex(figure, options).document();
}

} // namespace headlight::paint
