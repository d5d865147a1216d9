using System.Globalization;

namespace HumaXledger.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Met">Whether the target was met; null where there is none.</param>
internal sealed record Measurement(string What, string Target, string Result, string Details, bool? Met)
{
    private string Verdict =>
        Met switch
        {
            true => "met",
            false => "**missed**",
            null => "",
        };

    /// <summary>Whether an upper limit was met: one run differs from another by a tenth.</summary>
    public static bool Within(double value, double most) => value <= most * 1.1;

    /// <summary>A Markdown table.</summary>
    public static string Table(IEnumerable<Measurement> measurements) =>
        string.Join(
            Environment.NewLine,
            [
                "| what | target | result | | details |",
                "| --- | --- | --- | --- | --- |",
                .. measurements.Select(one =>
                    $"| {one.What} | {one.Target} | {one.Result} | {one.Verdict} | {one.Details} |"
                ),
            ]
        );

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that this share of the values does not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }

    /// <summary>Seconds with two decimals and unit.</summary>
    public static string Seconds(double seconds) => seconds.ToString("0.00 s", CultureInfo.InvariantCulture);

    /// <summary>Seconds with two decimals, separated by commas.</summary>
    public static string List(IEnumerable<double> seconds) =>
        string.Join(", ", seconds.Select(one => one.ToString("0.00", CultureInfo.InvariantCulture)));
}
