using HumaXledger.Core.People;
using HumaXledger.Portal.Resources;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

public static class FieldWords
{
    /// <summary>The field's name on screen, in the language of the page: "Employment ID".</summary>
    public static string Label(this IStringLocalizer<Fields> words, Field field) => words[field.ToString()];
}
