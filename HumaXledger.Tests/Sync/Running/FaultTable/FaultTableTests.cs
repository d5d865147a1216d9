using System.Globalization;
using System.Resources;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Portal.Localisation;

namespace HumaXledger.Tests.Sync.Running.FaultTable;

/// <summary>
/// Every fault of an external system at every kind of write: the outcome and its reason, a true journal, and a next
/// sync that completes what is left.
/// </summary>
public abstract class FaultTableTests(FaultBench bench)
{
    /// <summary>
    /// One line for each fault. <c>ok</c>: written and confirmed. <c>held</c>: changed since the review. <c>failed</c>,
    /// <c>refused</c>: the change, with its reason (of an addition only what could not be written; the rest is
    /// confirmed). <c>stops</c>: the run, with its reason; the change waits for a later run. <c>-</c>: this write
    /// cannot meet the fault.
    /// </summary>
    private const string Table = """
        fault                      | Xledger update                      | Xledger addition                    | Xledger addition, next steps        | Huma update               | Huma addition             | Huma addition, next steps
        500                        | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        500 for good               | failed apply.notCarriedOut          | failed xledger.server               | refused xledger.server              | failed huma.server-error  | failed huma.server-error  | refused huma.server-error
        502 with a page            | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        429                        | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        429, wait 2 s              | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        429, wait a day            | ok                                  | ok                                  | ok                                  | stops huma.limited        | stops huma.limited        | refused huma.limited
        429 for good               | stops xledger.limit.burst           | stops xledger.limit.burst           | refused xledger.limit.burst         | stops huma.limited        | stops huma.limited        | refused huma.limited
        503                        | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        503, wait 2 s              | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        a page instead of JSON     | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        reset before               | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        reset after                | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        reset after, for good      | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        no answer                  | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        answer lost                | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        slow answer                | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        half an answer             | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        error beside the data      | ok                                  | ok                                  | ok                                  | -                         | -                         | -
        error instead of data      | refused xledger.unhandled           | refused xledger.unhandled           | refused xledger.unhandled           | -                         | -                         | -
        error that quotes a person | refused xledger.reference.unknown   | refused xledger.reference.unknown   | refused xledger.reference.unknown   | -                         | -                         | -
        partial commit             | ok                                  | ok                                  | ok                                  | ok                        | ok                        | ok
        access revoked             | stops xledger.token.rejected        | stops xledger.token.rejected        | stops xledger.token.rejected        | stops huma.key.refused    | stops huma.key.refused    | stops huma.key.refused
        right removed              | stops xledger.right.missing         | stops xledger.right.missing         | refused xledger.right.missing       | refused huma.ignored      | refused huma.locked       | refused huma.field.refused, refused huma.ignored
        burst                      | ok                                  | ok                                  | ok                                  | -                         | -                         | -
        concurrency                | ok                                  | ok                                  | ok                                  | -                         | -                         | -
        credits, back soon         | ok                                  | ok                                  | ok                                  | -                         | -                         | -
        credits, back tomorrow     | stops xledger.limit.credits         | stops xledger.limit.credits         | stops xledger.limit.credits         | -                         | -                         | -
        edited by somebody else    | held                                | -                                   | -                                   | held                      | -                         | -
        demo refreshed             | stops xledger.token.rejected        | stops xledger.token.rejected        | stops xledger.token.rejected        | -                         | -                         | -
        read: 500 for good         | stops xledger.server                | -                                   | -                                   | stops huma.server-error   | -                         | -
        read: page missing         | ok                                  | -                                   | -                                   | -                         | -                         | -
        """;

    private static readonly ResourceManager Sentences = new(typeof(Reasons));

    private static IReadOnlyList<string> Columns => Cells(Table.Split('\n')[0]);

    /// <summary>The cells of one column with an outcome, for every kind of write in it.</summary>
    protected static TheoryData<string, string, string> Cases(string column)
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var line in Table.Split('\n').Skip(1).Select(Cells))
        {
            var expected = line[Columns.ToList().IndexOf(column)];
            foreach (var write in expected == "-" ? [] : WriteKind.All.Where(write => write.Column == column))
            {
                cases.Add(write.Name, line[0], write.Instead.GetValueOrDefault(line[0], expected));
            }
        }

        return cases;
    }

    protected async Task AssertAsync(string writeName, string faultName, string expected)
    {
        var write = WriteKind.All.Single(one => one.Name == writeName);
        var fault = Fault.All.Single(one => one.Name == faultName);

        var run = await bench.MeetAsync(write, fault);

        Assert.True(run.Struck, "The fault was not met.");
        Assert.Equal(expected, run.Outcome);
        AssertTrue(write, run);
        await bench.SyncAgainAsync(write, run);
    }

    // The journal claims exactly what the target has, with known reasons.
    private static void AssertTrue(WriteKind write, FaultedRun run)
    {
        foreach (
            var change in run.Changes.Where(change =>
                write.Kind == ChangeKind.Update && change.State != ChangeState.Sending
            )
        )
        {
            Assert.Equal(change.State == ChangeState.Confirmed, run.Held == run.Subject.Wanted);
        }

        foreach (
            var code in run
                .Changes.Select(change => change.Reason?.Code)
                .Append(run.Report.Run.Failure?.Code)
                .OfType<string>()
        )
        {
            Assert.False(
                string.IsNullOrWhiteSpace(Sentences.GetString(code, CultureInfo.InvariantCulture)),
                $"No sentence for {code}."
            );
        }

        Assert.All(run.Changes.SelectMany(change => change.Reason?.Arguments ?? []), argument =>
            Assert.DoesNotContain("kari", argument, StringComparison.OrdinalIgnoreCase)
        );
    }

    private static string[] Cells(string line) => line.Split('|', StringSplitOptions.TrimEntries);
}

public sealed class XledgerUpdateFaultTests(FaultBench bench) : FaultTableTests(bench), IClassFixture<FaultBench>
{
    public static TheoryData<string, string, string> Rows => Cases("Xledger update");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Update_ToXledgerWithAFault_EndsAsTheTableSays(string write, string fault, string expected) =>
        AssertAsync(write, fault, expected);
}

public sealed class XledgerAdditionFaultTests(FaultBench bench) : FaultTableTests(bench), IClassFixture<FaultBench>
{
    public static TheoryData<string, string, string> Rows => Cases("Xledger addition");

    public static TheoryData<string, string, string> NextRows => Cases("Xledger addition, next steps");

    [Theory]
    [MemberData(nameof(Rows))]
    [MemberData(nameof(NextRows))]
    public Task Addition_ToXledgerWithAFault_EndsAsTheTableSays(string write, string fault, string expected) =>
        AssertAsync(write, fault, expected);
}

public sealed class HumaUpdateFaultTests(FaultBench bench) : FaultTableTests(bench), IClassFixture<FaultBench>
{
    public static TheoryData<string, string, string> Rows => Cases("Huma update");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Update_ToHumaWithAFault_EndsAsTheTableSays(string write, string fault, string expected) =>
        AssertAsync(write, fault, expected);
}

public sealed class HumaAdditionFaultTests(FaultBench bench) : FaultTableTests(bench), IClassFixture<FaultBench>
{
    public static TheoryData<string, string, string> Rows => Cases("Huma addition");

    public static TheoryData<string, string, string> NextRows => Cases("Huma addition, next steps");

    [Theory]
    [MemberData(nameof(Rows))]
    [MemberData(nameof(NextRows))]
    public Task Addition_ToHumaWithAFault_EndsAsTheTableSays(string write, string fault, string expected) =>
        AssertAsync(write, fault, expected);
}
