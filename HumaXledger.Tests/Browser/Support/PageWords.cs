using System.Text.RegularExpressions;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>Finds text on a page that is not meant for readers: resource keys and unfilled placeholders.</summary>
internal static partial class PageWords
{
    private const string Everything = """
        () => [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')]
            .flatMap(element => ['aria-label', 'title', 'placeholder', 'alt'].map(name => element.getAttribute(name) ?? ''))].join('\n')
        """;

    // A key without a dot or an inner capital may be an ordinary word.
    private static readonly HashSet<string> Keys =
    [
        .. TextFiles.All.SelectMany(family => family.Read("").Keys).Where(key => Technical().IsMatch(key)),
    ];

    public static async Task<IReadOnlyList<string>> KeysShownAsync(IPage page)
    {
        var words = (await page.EvaluateAsync<string>(Everything)).Split(
            (char[]?)null,
            StringSplitOptions.RemoveEmptyEntries
        );
        return
        [
            .. words
                .Select(word => word.Trim(',', '.', ':', ';', '(', ')', '"'))
                .Where(word => Keys.Contains(word) || Place().IsMatch(word))
                .Distinct(),
        ];
    }

    [GeneratedRegex(@"\.|[a-z][A-Z]")]
    private static partial Regex Technical();

    [GeneratedRegex(@"\{[0-9]+[,}]")]
    private static partial Regex Place();
}
