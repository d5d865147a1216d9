using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Tests.Planning;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>Reviews of invented comparisons, as a page gets them.</summary>
internal static class ReviewSample
{
    /// <summary>A comparison with these decisions, before any of it is written.</summary>
    public static ReviewSession Of(Comparison comparison, Decisions? decisions = null)
    {
        var connection = Samples.Connection();
        return new ReviewSession(
            new ComparisonRecord
            {
                Id = Guid.NewGuid(),
                ConnectionId = connection.Id,
                State = ComparisonState.Complete,
                StartedBy = "Kari",
                FinishedAt = new DateTime(2026, 11, 29, 11, 21, 0, DateTimeKind.Utc),
                HumaCount = comparison.Input.Huma.Count,
                XledgerCount = comparison.Input.Xledger.Count,
            },
            connection,
            comparison,
            decisions ?? Decisions.None
        )
        {
            Allowance = new AllowanceForecast(Used: 100, Planned: 0, Allowance: 5000, WarnPercent: 80),
            AsMatched = Comparison.Of(comparison.Input, []).Matches,
            Today = ComparisonBuilder.Today,
        };
    }
}
