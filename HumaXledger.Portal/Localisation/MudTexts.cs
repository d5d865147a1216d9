using Microsoft.Extensions.Localization;
using MudBlazor;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// The texts inside MudBlazor's components (pager, filter, close buttons) in Norwegian and Swedish. English, and keys
/// that are missing here, are MudBlazor's own.
/// </summary>
public sealed class MudTexts(IStringLocalizer<MudWords> words) : MudLocalizer
{
    public override LocalizedString this[string key] => words[key];
}
