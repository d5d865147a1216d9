using System.Text;
using HumaXledger.Portal.Appearance;
using MimeKit.Text;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// The text of a mail's HTML: a blank line before each heading and paragraph, a dash before each item, the address
/// after each link, an isolate around each name that is written from right to left.
/// </summary>
internal static class PlainText
{
    public static string Of(string html)
    {
        var text = new StringBuilder();
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        string? link = null;
        var isolate = 0;
        var isBody = false;
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { Id: HtmlTagId.Body }:
                    isBody = true;
                    break;
                case HtmlTagToken { Id: HtmlTagId.A, IsEndTag: false } start:
                    link = start.Attributes.FirstOrDefault(one => one.Id == HtmlAttributeId.Href)?.Value;
                    break;
                case HtmlTagToken { Id: HtmlTagId.A }:
                    if (link is not null && !EndsWith(text, link))
                    {
                        text.Append(" (").Append(link).Append(')');
                    }

                    link = null;
                    break;
                // Text has no markup to end the direction of a name with.
                case HtmlTagToken { Name: "bdi", IsEndTag: false }:
                    isolate = text.Length;
                    break;
                case HtmlTagToken { Name: "bdi" }:
                    var name = text.ToString(isolate, text.Length - isolate);
                    text.Length = isolate;
                    text.Append(VisibleText.InSentence(name));
                    break;
                case HtmlTagToken { Id: HtmlTagId.LI } item:
                    Break(text, lines: 1);
                    text.Append(item.IsEndTag ? "" : "- ");
                    break;
                case HtmlTagToken { Id: HtmlTagId.Br }:
                    Break(text, lines: 1);
                    break;
                case HtmlTagToken { Id: HtmlTagId.P or HtmlTagId.UL or HtmlTagId.H1 or HtmlTagId.H2 }:
                    Break(text, lines: 2);
                    break;
                case HtmlDataToken { Kind: HtmlTokenKind.Data } data when isBody:
                    AppendCollapsed(text, data.Data);
                    break;
            }
        }

        return text.ToString().Trim() + "\n";
    }

    private static void AppendCollapsed(StringBuilder text, string data)
    {
        foreach (var sign in data)
        {
            if (!char.IsWhiteSpace(sign))
            {
                text.Append(sign);
            }
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
            {
                text.Append(' ');
            }
        }
    }

    /// <summary>Ends the line, and leaves <paramref name="lines"/> - 1 blank lines after it.</summary>
    private static void Break(StringBuilder text, int lines)
    {
        var end = text.Length;
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        var already = text.ToString(end, text.Length - end).Count(sign => sign == '\n');
        text.Length = end;
        text.Append('\n', Math.Max(lines, already));
    }

    private static bool EndsWith(StringBuilder text, string end) =>
        text.Length >= end.Length && text.ToString(text.Length - end.Length, end.Length) == end;
}
