using HumaXledger.Tests.Fakes;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>An instant of a synchronization at which its node is killed, and not a time.</summary>
/// <param name="Phase">What the node is doing.</param>
/// <param name="Comparing">Whether it is before the decisions: nothing is written yet.</param>
internal abstract record KillInstant(string Phase, bool Comparing)
{
    /// <summary>Whether the run has been begun and has not ended: who goes on makes another attempt.</summary>
    public bool IsAttempted { get; init; } = !Comparing;

    /// <summary>All of them, in the order in which a synchronization comes to them.</summary>
    public static IReadOnlyList<KillInstant> All { get; } =
    [
        new AtRequest("reading: the first user of Huma is asked for", true, IsProfile, 1, Instant.Before),
        new AtRequest("reading: the 100th user of Huma is read", true, IsProfile, 100, Instant.Committed),
        new AtRequest("reading: a page of Xledger is read", true, asked => asked.IsXledger, 1, Instant.Committed),
        // The first one only tries whether there is room.
        new AtStatement("matching: the comparison is being stored", true, "INSERT", "ComparisonContents", "true", 2),
        new AtStatement(
            "matching: its end is being noted",
            true,
            "UPDATE",
            "Comparisons",
            """OLD."FinishedAt" IS NULL AND NEW."FinishedAt" IS NOT NULL"""
        ),
        new AtStatement(
            "beginning: the attempt is being noted",
            false,
            "UPDATE",
            "Runs",
            """OLD."Attempt" = 0 AND NEW."Attempt" = 1"""
        )
        {
            IsAttempted = false,
        },
        new AtRequest("checking: the first request is carried out", false, _ => true, 1, Instant.Committed),
        new AtStatement(
            "before the first write: it is being noted as sent",
            false,
            "UPDATE",
            "Changes",
            """OLD."State" = 'Planned' AND NEW."State" = 'Sending'"""
        ),
        new AtRequest("first write: received", false, asked => asked.IsWrite, 1, Instant.Before),
        new AtRequest("first write: carried out", false, asked => asked.IsWrite, 1, Instant.Committed),
        // The first request reads what is to be written, the second writes it, the third reads it back.
        new AtRequest("first write: answered", false, asked => asked.IsXledger, 3, Instant.Before),
        new AtRequest("confirming: it is read back", false, asked => asked.IsXledger, 3, Instant.Committed),
        new AtStatement(
            "noting: the first results",
            false,
            "UPDATE",
            "Changes",
            """OLD."State" = 'Sending' AND NEW."State" = 'Confirmed'"""
        ),
        new AtStatement("noting: the first baselines", false, "INSERT OR UPDATE", "Links", "true"),
        new AtRequest(
            "between batches: the second write is received",
            false,
            asked => asked.IsWrite,
            2,
            Instant.Before
        ),
        new AtRequest("adding to Xledger: carried out", false, IsAdditionToXledger, 1, Instant.Committed),
        new AtRequest("updating Huma: carried out", false, asked => asked.Method == "PATCH", 3, Instant.Committed),
        new AtRequest("adding to Huma: carried out", false, IsAdditionToHuma, 2, Instant.Committed),
        new AtStatement(
            "ending: the end is being noted",
            false,
            "UPDATE",
            "Runs",
            """OLD."FinishedAt" IS NULL AND NEW."FinishedAt" IS NOT NULL"""
        ),
        new AtStatement(
            "mailing: the mail is sent and being noted",
            false,
            "UPDATE",
            "Runs",
            """OLD."MailedAt" IS NULL AND NEW."MailedAt" IS NOT NULL"""
        )
        {
            IsAttempted = false,
        },
    ];

    private static bool IsProfile(Asked asked) =>
        !asked.IsXledger && asked.Method == "GET" && Guid.TryParse(asked.Path.Split('/')[^1], out _);

    private static bool IsAdditionToXledger(Asked asked) =>
        asked.IsXledger && asked.Body.Contains("mutation AddEmployees", StringComparison.Ordinal);

    private static bool IsAdditionToHuma(Asked asked) =>
        asked.Method == "POST" && asked.Path.EndsWith("/users", StringComparison.Ordinal);
}

/// <summary>At a request to Huma or Xledger.</summary>
internal sealed record AtRequest(string Phase, bool Comparing, Func<Asked, bool> Counts, int Number, Instant At)
    : KillInstant(Phase, Comparing);

/// <summary>In the middle of a statement, which is rolled back with the node's connection.</summary>
/// <param name="Condition">Of the trigger that holds the statement, over <c>OLD</c> and <c>NEW</c>.</param>
/// <param name="Number">At which of the rows that meet it.</param>
internal sealed record AtStatement(
    string Phase,
    bool Comparing,
    string Event,
    string Table,
    string Condition,
    int Number = 1
) : KillInstant(Phase, Comparing);
