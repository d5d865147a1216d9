using System.Globalization;
using System.Resources;
using HumaXledger.Core.Texts;

namespace HumaXledger.Tests.Portal.Localisation;

/// <summary>The product's texts as a page shows them, so that a test names a text and does not repeat it.</summary>
internal static class Words
{
    /// <summary>The text of a key in English.</summary>
    public static string English<TFamily>(string key, params IReadOnlyList<object?> arguments) =>
        In<TFamily>("en-GB", key, arguments);

    /// <summary>The text of a key in the language of a culture.</summary>
    public static string In<TFamily>(string culture, string key, params IReadOnlyList<object?> arguments)
    {
        var read = CultureInfo.GetCultureInfo(culture);
        var language = CultureInfo.GetCultureInfo(read.TwoLetterISOLanguageName);
        var text = new ResourceManager(typeof(TFamily)).GetString(key, language)
            ?? throw new ArgumentException($"{typeof(TFamily).Name} has no text '{key}'.", nameof(key));
        return MessageFormat.Format(text, language, read, arguments);
    }
}
