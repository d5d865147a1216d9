using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sandbox;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// The data of both sandbox systems at one time, person by person, to be compared with what a run reports.
/// </summary>
internal sealed class SandboxSnapshot
{
    private readonly Dictionary<(Side Side, string Id, SandboxField Field), string> _values;
    private readonly HashSet<(Side Side, string Id)> _people;

    private SandboxSnapshot(Dictionary<(Side, string, SandboxField), string> values, HashSet<(Side, string)> people) =>
        (_values, _people) = (values, people);

    public static SandboxSnapshot Of(SandboxWorld world)
    {
        var people = world.People(null, 0, int.MaxValue).Page;
        var sides = people
            .Where(person => person.HumaId is not null)
            .Select(person => (Side: Side.Huma, Id: $"{person.HumaId}", Values: person.Huma))
            .Concat(
                people
                    .Where(person => person.EmployeeDbId is not null)
                    .Select(person => (Side: Side.Xledger, Id: $"{person.EmployeeDbId}", Values: person.Xledger))
            )
            .ToList();
        return new SandboxSnapshot(
            sides
                .SelectMany(side => side.Values.Select(value => (Key: (side.Side, side.Id, value.Key), value.Value)))
                .ToDictionary(one => one.Key, one => one.Value),
            [.. sides.Select(side => (side.Side, side.Id))]
        );
    }

    /// <summary>Every confirmed change is in the data, and nothing else changed.</summary>
    public void AssertChangedExactlyBy(IReadOnlyCollection<ChangeRecord> journal, SandboxSnapshot before)
    {
        var confirmed = journal.Where(change => change.State == ChangeState.Confirmed).ToList();
        var missing = confirmed.Where(change => !Holds(change)).Select(Tell);
        Assert.Empty(missing);

        var added = journal
            .Where(change => change is { Kind: ChangeKind.Create, State: ChangeState.Confirmed })
            .Select(change => (change.Target, IdIn(change)))
            .ToHashSet();
        Assert.Equal(added.Order(), _people.Except(before._people).Order());
        Assert.Empty(before._people.Except(_people));

        var reported = confirmed.Select(change => (change.Target, IdIn(change), change.Field.InSandbox())).ToHashSet();
        var changed = _values
            .Keys.Union(before._values.Keys)
            .Where(key => _values.GetValueOrDefault(key) != before._values.GetValueOrDefault(key));
        Assert.DoesNotContain(changed, key => !reported.Contains(key));
    }

    private bool Holds(ChangeRecord change)
    {
        var key = (change.Target, IdIn(change), change.Field.InSandbox());
        return FieldNormal.Same(
            change.Field,
            change.To,
            Value(change.Field, _values.GetValueOrDefault(key), change.To),
            "NO"
        );
    }

    private static FieldValue Value(Field field, string? text, FieldValue like)
    {
        if (text is null)
        {
            return FieldValue.Nothing;
        }

        if (field == Field.BankAccount)
        {
            return new BankAccount(
                text,
                like.TextOrNull is { } account ? BankAccount.Read(account).Country : null
            ).ToValue();
        }

        if (field != Field.Address)
        {
            return FieldValue.From(text);
        }

        var parts = text.Split("; ");
        return new Address(
            parts[0],
            parts.ElementAtOrDefault(1),
            parts.ElementAtOrDefault(2),
            parts.ElementAtOrDefault(3)
        ).ToValue();
    }

    private static string IdIn(ChangeRecord change) =>
        (change.Target == Side.Huma ? change.HumaId?.Value : change.XledgerId?.Value) ?? "";

    private static string Tell(ChangeRecord change) =>
        $"{change.Sequence}: {change.Kind} {change.Field} of {change.PersonName} in {change.Target}";
}
