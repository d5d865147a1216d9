using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Forecasting;

/// <summary>What the writes of a plan cost in Huma, in the steps in which a run carries them out.</summary>
internal static class HumaCost
{
    /// <summary>Requests for these changes; those of Xledger cost nothing here.</summary>
    /// <param name="known">The people of both systems; null where they are not at hand.</param>
    public static int Of(IEnumerable<PlannedChange> changes, ForecastModel model, Rosters? known)
    {
        var ofHuma = changes.Where(change => change.Target == Side.Huma).ToList();
        if (ofHuma.Count == 0)
        {
            return 0;
        }

        var (requests, guessed) = (0, 0);
        foreach (var person in ofHuma.GroupBy(change => (PersonKey.Of(change), change.Wave)))
        {
            var fields = person.Select(change => change.Field).ToHashSet();
            var (key, _) = person.Key;
            requests += model.HumaWriteRequests(fields);
            if (key.Kind == ChangeKind.Create)
            {
                requests +=
                    model.HumaRequestsPerAddition
                    + (ForecastModel.IsOfPosition(fields) ? 1 : 0)
                    + FurtherCalls(person, model.Today);
            }
            else if (known?.Find(Side.Huma, key.Id) is { } user)
            {
                requests += model.HumaRequestsPerRead + (2 * user.FurtherCalls);
            }
            else
            {
                requests += model.HumaRequestsPerRead;
                guessed++;
            }
        }

        return requests
            + (int)Math.Round(2 * guessed * model.HumaShareWithPositionList)
            + Titles(ofHuma, known)
            + model.HumaRequestsPerRun;
    }

    // To read back a new user: the list of positions where the only one does not begin yet or ends, and that one where
    // the profile does not show it.
    private static int FurtherCalls(IEnumerable<PlannedChange> person, DateOnly? today)
    {
        var dates = person.ToLookup(change => change.Field, change => CalendarDate.Read(change.To.TextOrNull));
        return dates[Field.EmploymentStart].Any(start => start > today) ? 2
            : dates[Field.EmploymentEnd].Any(end => end is not null) ? 1
            : 0;
    }

    // The register is read once; a title that it lacks is searched for, except for the first, and created.
    private static int Titles(IEnumerable<PlannedChange> changes, Rosters? known)
    {
        var titles = changes
            .Where(change => change.Field == Field.JobTitle)
            .Select(change => change.To.TextOrNull)
            .OfType<string>()
            .DistinctBy(JobTitle.RegisterKey)
            .ToList();
        var missing = titles.Count(title => known?.HumaHasTitle(title) == false);
        return (titles.Count > 0 ? 1 : 0) + (missing > 0 ? (2 * missing) - 1 : 0);
    }
}
