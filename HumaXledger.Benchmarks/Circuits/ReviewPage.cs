using System.Globalization;

namespace HumaXledger.Benchmarks.Circuits;

/// <summary>What is on the step with conflicts and missing values, and what can be done there.</summary>
internal static class ReviewPage
{
    /// <summary>Pixels of the window that are rows.</summary>
    public const double Window = 800;

    /// <summary>Pixels of a row.</summary>
    public const double Row = 56;

    /// <summary>The rows, heads of groups among them, by their numbers.</summary>
    public static IReadOnlyList<int> Rows(RenderedPage page) =>
        [.. page.All.Where(IsRow).Select(row => int.Parse(row["aria-rowindex"]!, CultureInfo.InvariantCulture))];

    /// <summary>Whether the first screen is covered with rows.</summary>
    public static bool IsCovered(RenderedPage page) => page.All.Where(IsRow).Skip((int)(Window / Row)).Any();

    /// <summary>All rows of the table and its head; 0 while there is none.</summary>
    public static int Count(RenderedPage page) =>
        page.All.FirstOrDefault(one => one.Name == "table" && one.Has("aria-rowcount")) is { } table
            ? int.Parse(table["aria-rowcount"]!, CultureInfo.InvariantCulture)
            : 0;

    /// <summary>Buttons of values that can be chosen and are not.</summary>
    public static IReadOnlyList<PageNode> Choices(RenderedPage page) =>
        [
            .. page.All.Where(one =>
                one.Name == "button"
                && one["data-act"] is ("huma" or "xledger")
                && one["aria-pressed"] == "false"
                && one["aria-disabled"] is null
            ),
        ];

    public static bool IsPressed(PageNode button) => button["aria-pressed"] == "true";

    /// <summary>The filters, the one for all rows first.</summary>
    public static IReadOnlyList<PageNode> Filters(RenderedPage page) =>
        [.. page.All.Where(one => one.Name == "button" && one["class"] == "ui-chip")];

    private static bool IsRow(PageNode node) => node.Name == "tr" && node.Has("data-row");
}
