using System.Globalization;
using System.Text.RegularExpressions;
using HumaXledger.Tests.Portal.Localisation;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>A text of the product whose numbers a test does not know.</summary>
internal static class WordPattern
{
    private const int AnyNumber = 1_234_567;

    /// <summary>The whole text of a key in a culture, with any numbers of several things in it.</summary>
    /// <param name="numbers">How many numbers the text has.</param>
    public static Regex In<TFamily>(string culture, string key, int numbers = 1)
    {
        var text = Words.In<TFamily>(culture, key, [.. Enumerable.Repeat<object?>(AnyNumber, numbers)]);
        var number = Regex.Escape(AnyNumber.ToString("N0", CultureInfo.GetCultureInfo(culture)));
        return new Regex(
            $"^{Regex.Escape(text).Replace(number, "[0-9\\s.,\u00a0\u202f]+", StringComparison.Ordinal)}$"
        );
    }
}
