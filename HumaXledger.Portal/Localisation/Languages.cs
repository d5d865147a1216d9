using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Radzen;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// A language of the Portal. <c>Culture</c> formats dates and numbers when the browser names no region.
/// </summary>
public sealed record Language(string Code, string Culture, string OwnName);

/// <summary>
/// English, Norwegian bokmål and Swedish (product.md section 8): the browser decides, a cookie overrides.
/// </summary>
public static class Languages
{
    public static IReadOnlyList<Language> All { get; } =
    [new("en", "en-GB", "English"), new("nb", "nb-NO", "Norsk bokmål"), new("sv", "sv-SE", "Svenska")];

    /// <summary>The language of the text on the page now.</summary>
    public static Language Current =>
        All.FirstOrDefault(language => language.Code == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
        ?? All[0];

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<ILocalizer, ComponentTexts>();
        services.AddScoped<BrowserTime>();
        services.AddTransient<ReasonSentences>();
        services.AddTransient<ActivitySentences>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(All[0].Culture, All[0].Code);
            options.SupportedUICultures = [.. All.Select(language => CultureInfo.GetCultureInfo(language.Code))];
            options.SupportedCultures = [.. Regions.Select(CultureInfo.GetCultureInfo)];
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new BrowserLanguage()];
        });
        return services;
    }

    /// <summary>Regions whose dates and numbers go with one of the three languages.</summary>
    internal static IReadOnlyList<string> Regions { get; } =
    ["en-GB", "en-US", "en-IE", "en-CA", "en-AU", "nb-NO", "sv-SE", "sv-FI"];
}
