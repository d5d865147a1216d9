using System.Globalization;
using HumaXledger.Portal.Resources;
using Radzen;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// The words inside Radzen's components (pager, filter, drop-down, dialog) in Norwegian and Swedish; what is not here
/// stays Radzen's English.
/// </summary>
public sealed class ComponentTexts : ILocalizer
{
    private static readonly System.Resources.ResourceManager Texts = new(typeof(ComponentWords));

    public string? Get(string key, CultureInfo culture) => Texts.GetString(key, culture);
}
