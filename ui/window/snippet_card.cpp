// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/snippet_card.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/text_label.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QTimer>
#include <QVBoxLayout>

namespace headlight::ui {

namespace {

/// Strings in green, keywords in the accent; everything else as it is.
QString coloured(const QString& code, const paint::Tokens& tokens)
{
    static const QRegularExpression pattern(QStringLiteral("(\"[^\"]*\")|\\b(for|in|True|False|lambda|import|from|with|as)\\b"));
    QString html;
    qsizetype done = 0;
    for (auto found = pattern.globalMatch(code); found.hasNext();) {
        const auto match = found.next();
        html += code.mid(done, match.capturedStart() - done).toHtmlEscaped();
        const QColor colour = match.capturedLength(1) > 0 ? tokens.ok : tokens.accent;
        html += QStringLiteral("<span style=\"color:%1\">%2</span>").arg(colour.name(), match.captured().toHtmlEscaped());
        done = match.capturedEnd();
    }
    html += code.mid(done).toHtmlEscaped();
    return QStringLiteral("<p style=\"margin:0; white-space:pre; line-height:135%\">%1</p>").arg(html);
}

} // namespace

std::vector<Snippet> snippets()
{
    return {{SnippetCard::tr("Transformers, one forward pass"),
             QStringLiteral("model = AutoModel.from_pretrained(\n"
                            "    name, attn_implementation=\"eager\")\n"
                            "out = model(**inputs, output_attentions=True)\n"
                            "torch.save({\"attentions\": out.attentions,\n"
                            "            \"tokens\": tok.convert_ids_to_tokens(\n"
                            "                inputs.input_ids[0])}, \"attn.pt\")")},
            {SnippetCard::tr("NumPy, layer × head × query × key"),
             QStringLiteral("a = np.stack([x[0].float().cpu().numpy()\n"
                            "              for x in out.attentions])\n"
                            "np.savez_compressed(\"attn.npz\", attentions=a,\n"
                            "                    tokens=np.array(tokens))")},
            {SnippetCard::tr("timm vision transformer, with hooks"),
             QStringLiteral("maps = []\n"
                            "for block in model.blocks:\n"
                            "    block.attn.fused_attn = False\n"
                            "    block.attn.attn_drop.register_forward_hook(\n"
                            "        lambda m, x, y: maps.append(x[0].detach().cpu()))\n"
                            "model(image); torch.save(maps, \"attn.pt\")")}};
}

SnippetCard::SnippetCard(const Snippet& snippet, QWidget* parent) : QFrame(parent), m_code(snippet.code), m_label(new QLabel(this))
{
    auto* copy = new QPushButton(icon(QStringLiteral("copy"), IconColour::Quiet), tr("Copy"), this);
    copy->setProperty("quiet", true);
    copy->setObjectName(QStringLiteral("copySnippet"));
    copy->setAccessibleName(tr("Copy: %1").arg(snippet.title));
    connect(copy, &QPushButton::clicked, this, [this, copy] {
        QGuiApplication::clipboard()->setText(m_code + QLatin1Char('\n'));
        copy->setText(tr("Copied"));
        QTimer::singleShot(1500, copy, [copy] { copy->setText(tr("Copy")); });
    });
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 4, 6, 4);
    head->addWidget(new TextLabel(snippet.title, {12.5, QFont::DemiBold}), 1);
    head->addWidget(copy);
    m_label->setTextFormat(Qt::RichText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_label->setContentsMargins(14, 10, 14, 12);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_label);
    setAccessibleName(snippet.title);
    colour();
}

bool SnippetCard::event(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        colour();
    return QFrame::event(event);
}

void SnippetCard::colour()
{
    m_label->setFont(codeText(12));
    m_label->setText(coloured(m_code, tokensOf(this)));
}

void SnippetCard::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(tokens.canvas);
    painter.setPen(tokens.line);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    painter.setPen(tokens.faintLine);
    painter.drawLine(QLineF(1, m_label->y() - 0.5, width() - 1, m_label->y() - 0.5));
}

} // namespace headlight::ui
