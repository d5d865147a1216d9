using System.Globalization;
using HumaXledger.Core.Texts;
using HumaXledger.Portal.Appearance;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// The texts of one family, whose arguments are filled in by <see cref="MessageFormat"/>, so that a text can depend on
/// a count or a value: <c>Text["Rows", 3]</c>.
/// </summary>
public sealed class MessageLocalizer(IStringLocalizer texts) : IStringLocalizer
{
    /// <inheritdoc />
    public LocalizedString this[string name] => texts[name];

    /// <inheritdoc />
    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = texts[name];
            return text.ResourceNotFound
                ? text
                : new LocalizedString(
                    name,
                    MessageFormat.Format(
                        text.Value,
                        CultureInfo.CurrentUICulture,
                        CultureInfo.CurrentCulture,
                        Array.ConvertAll(arguments, Shown)
                    ),
                    resourceNotFound: false,
                    text.SearchedLocation
                );
        }
    }

    // Texts of the product have nothing to draw; a name or a value from outside may.
    private static object Shown(object argument) =>
        argument switch
        {
            string text => VisibleText.InSentence(text),
            LocalizedString text => text.Value,
            _ => argument,
        };

    /// <inheritdoc />
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        texts.GetAllStrings(includeParentCultures);
}
