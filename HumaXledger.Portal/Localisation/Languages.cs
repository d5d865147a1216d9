using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// A language of the Portal. <c>Culture</c> formats dates and numbers when the browser names no region.
/// </summary>
public sealed record Language(string Code, string Culture, string OwnName);

/// <summary>
/// English, Norwegian bokmål and Swedish (product.md section 8): the browser's language applies unless a cookie
/// overrides it.
/// </summary>
public static class Languages
{
    /// <summary>The three languages; the first one is the default.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [new("en", "en-GB", "English"), new("nb", "nb-NO", "Norsk bokmål"), new("sv", "sv-SE", "Svenska")];

    /// <summary>The language of the current page.</summary>
    public static Language Current =>
        All.FirstOrDefault(language => language.Code == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
        ?? All[0];

    /// <summary>Registers localization and the request's culture.</summary>
    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<ResourceManagerStringLocalizerFactory>();
        services.AddSingleton<IStringLocalizerFactory, MessageLocalizerFactory>();
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

    /// <summary>Regional cultures of the three languages, for dates and numbers.</summary>
    internal static IReadOnlyList<string> Regions { get; } =
    ["en-GB", "en-US", "en-IE", "en-CA", "en-AU", "nb-NO", "sv-SE", "sv-FI"];
}
