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

    /// <summary>The cost of writing these changes; <see cref="Nothing"/> for none.</summary>
    public static Forecast Of(IReadOnlyList<PlannedChange> changes, ForecastModel model)
    {
        if (changes.Count == 0)
        {
            return Nothing;
        }

        var xledgerRequests = 0;
        var xledgerPeople = 0;
        var humaRequests = 0;
        foreach (var step in changes.GroupBy(change => (change.Target, change.Kind, change.Wave)))
        {
            var people = step.GroupBy(PersonKey.Of).ToArray();
            if (step.Key.Target == Side.Xledger)
            {
                xledgerPeople += people.Length;
                xledgerRequests += people
                    .Chunk(model.XledgerBatch)
                    .Sum(batch =>
                        step.Key.Kind == ChangeKind.Update
                            ? Updating(batch, model)
                            : model.XledgerAdditionRequests(batch.Length)
                    );
            }
            else
            {
                humaRequests += (int)Math.Round(2 * people.Length * model.HumaShareWithPositionList);
                humaRequests += people.Sum(person =>
                    model.HumaWriteRequests(person.Select(change => change.Field).ToHashSet())
                    + (step.Key.Kind == ChangeKind.Update ? model.HumaRequestsPerRead : model.HumaRequestsPerAddition)
                );
            }
        }

        var emptied = changes
            .Where(change => change is { Target: Side.Xledger, Kind: ChangeKind.Update, To: FieldValue.Empty })
            .Select(change => ForecastModel.EmptiedAs(change.Field));
        xledgerRequests +=
            emptied.Distinct().Count(kind => !model.KnownEmptying.Contains(kind)) * model.XledgerTriesToLearnEmptying;
        humaRequests += changes
            .Where(change => change is { Target: Side.Huma, Field: Field.JobTitle })
            .Select(change => change.To)
            .Distinct()
            .Count();
        xledgerRequests += xledgerRequests > 0 ? model.XledgerRequestsPerRun : 0;
        humaRequests += humaRequests > 0 ? model.HumaRequestsPerRun : 0;
        long fields = changes.Count(change => change.Target == Side.Xledger);
        long fieldsOfHuma = changes.Count - fields;
        return new Forecast(
            xledgerRequests,
            humaRequests,
            (fields * model.XledgerBytesPerField) + ((long)xledgerRequests * model.XledgerBytesPerRequest),
            2L * xledgerPeople * model.XledgerBytesPerEmployee,
            model.Seconds(xledgerRequests, humaRequests)
        )
        {
            HumaBytesUp = (fieldsOfHuma * model.HumaBytesPerField) + ((long)humaRequests * model.HumaBytesPerRequest),
            HumaBytesDown = (long)humaRequests * model.HumaBytesPerAnswer,
            XledgerSeconds = model.Seconds(xledgerRequests, 0),
            HumaSeconds = model.Seconds(0, humaRequests),
        };
    }

    private static int Updating(IReadOnlyList<IEnumerable<PlannedChange>> batch, ForecastModel model)
    {
        var ofSupplier = batch.Any(person => person.Any(change => ForecastModel.IsOfSupplier(change.Field)));
        return model.XledgerRequestsPerUpdateBatch
            - 1
            + model.XledgerWriteRequests(batch)
            + (ofSupplier ? model.XledgerSupplierLookUp : 0);
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
