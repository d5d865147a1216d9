using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Forecasting;

/// <summary>
/// The expected cost of executing a plan. Requests include reading before and after each batch; seconds are those of
/// both systems, one after the other.
/// </summary>
public sealed record Forecast(
    int XledgerRequests,
    int HumaRequests,
    long XledgerBytesUp,
    long XledgerBytesDown,
    double Seconds
)
{
    /// <summary>Bytes sent to Huma.</summary>
    public long HumaBytesUp { get; init; }

    /// <summary>Bytes received from Huma.</summary>
    public long HumaBytesDown { get; init; }

    /// <summary>Seconds spent on Xledger.</summary>
    public double XledgerSeconds { get; init; }

    /// <summary>Seconds spent on Huma.</summary>
    public double HumaSeconds { get; init; }

    /// <summary>The cost of an empty plan.</summary>
    public static readonly Forecast Nothing = new(0, 0, 0, 0, 0);

    /// <summary>
    /// Records that Xledger is asked for. Credits, whose price is not public, depend on them and on
    /// <see cref="XledgerRecordsWritten"/> (contracts/xledger.md 5).
    /// </summary>
    public int XledgerRecordsRead { get; init; }

    /// <summary>Records sent to Xledger: up to three for each person.</summary>
    public int XledgerRecordsWritten { get; init; }

    /// <summary>The cost of writing these changes; <see cref="Nothing"/> for none.</summary>
    /// <param name="known">The people of both systems; null where they are not at hand, which is less precise.</param>
    internal static Forecast Of(IReadOnlyList<PlannedChange> changes, ForecastModel model, Rosters? known = null)
    {
        if (changes.Count == 0)
        {
            return Nothing;
        }

        var xledger = new XledgerCost(model).Of(changes);
        var humaRequests = HumaCost.Of(changes, model, known);
        long fields = changes.Count(change => change.Target == Side.Xledger);
        long fieldsOfHuma = changes.Count - fields;
        return new Forecast(
            xledger.Requests,
            humaRequests,
            (fields * model.XledgerBytesPerField) + ((long)xledger.Requests * model.XledgerBytesPerRequest),
            2L * xledger.People * model.XledgerBytesPerEmployee,
            model.Seconds(xledger.Requests, humaRequests)
        )
        {
            XledgerRecordsRead = xledger.Read,
            XledgerRecordsWritten = xledger.Written,
            HumaBytesUp = (fieldsOfHuma * model.HumaBytesPerField) + ((long)humaRequests * model.HumaBytesPerRequest),
            HumaBytesDown = (long)humaRequests * model.HumaBytesPerAnswer,
            XledgerSeconds = model.Seconds(xledger.Requests, 0),
            HumaSeconds = model.Seconds(0, humaRequests),
        };
    }
}

/// <summary>The expected cost of a comparison.</summary>
public sealed record ComparisonForecast(
    int XledgerRequests,
    int HumaRequests,
    long XledgerBytesUp,
    long XledgerBytesDown,
    double Seconds
)
{
    /// <summary>The cost of comparing this many people.</summary>
    public static ComparisonForecast Of(int huma, int xledger, ForecastModel model)
    {
        var xledgerRequests =
            Math.Max(1, ForecastModel.Batches(xledger, model.XledgerPage)) + model.XledgerRequestsPerComparison;

        // Active and deactivated users are listed separately, each with at least one page (contracts/huma.md 2.4).
        var humaRequests =
            model.HumaRequestsPerRun
            + ForecastModel.Batches(huma, model.HumaPage)
            + 1
            + (huma * model.HumaRequestsPerRead);
        return new ComparisonForecast(
            xledgerRequests,
            humaRequests,
            (long)xledgerRequests * model.XledgerBytesPerRequest,
            (long)xledger * model.XledgerBytesPerEmployee,
            model.Seconds(xledgerRequests, humaRequests)
        );
    }
}
