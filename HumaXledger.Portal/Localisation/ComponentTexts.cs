using System.Globalization;
using Radzen;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// The texts inside Radzen's components (pager, filter, drop-down, dialog) in Norwegian and Swedish; a missing key
/// falls back to Radzen's English.
/// </summary>
public sealed class ComponentTexts : ILocalizer
{
    private static readonly System.Resources.ResourceManager Texts = new(typeof(ComponentWords));

    /// <summary>The text of a key; null when Radzen's own applies.</summary>
    public string? Get(string key, CultureInfo culture) => Texts.GetString(key, culture);
}
