using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// Runs axe inside the page, fast enough for every page in every theme. Frames are left out: the mail's frame runs no
/// script, and its content is the result component, which is checked as a page. Style sheets are not preloaded: no rule
/// in use needs it, and axe would write those with an @import anew as inline styles, which the content policy blocks.
/// </summary>
internal static class Axe
{
    // What fades in has other colours for a moment.
    private const string Settle = """
        () => Promise.allSettled(document.getAnimations()
            .filter(one => one.playState === 'running' && one.effect.getComputedTiming().endTime < 2000)
            .map(one => one.finished)).then(() => null)
        """;

    private const string Run = """
        async () => (await axe.run(document, { iframes: false, preload: false, resultTypes: ['violations'] })).violations.map(violation =>
            `${violation.id} (${violation.impact}): ${violation.help}, ${violation.nodes.length} × ${violation.nodes.slice(0, 3).map(node => `${node.target} ${node.html}`).join(' · ')}`)
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        if (await page.EvaluateAsync<bool>("() => typeof axe === 'undefined'"))
        {
            await page.EvaluateAsync(Script);
        }

        await page.EvaluateAsync(Settle);
        return await page.EvaluateAsync<string[]>(Run);
    }
}
