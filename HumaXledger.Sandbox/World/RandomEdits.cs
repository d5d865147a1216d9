namespace HumaXledger.Sandbox;

/// <summary>
/// Random changes of an organization, for runs of all kinds: only updates, only clearing, only changes in Xledger, only
/// new people, and all of them together, in turn. The same seed gives the same changes.
/// </summary>
/// <param name="people">Ordinary people in both systems, whom the changes are made to.</param>
public sealed class RandomEdits(SandboxWorld world, IReadOnlyList<(Guid HumaId, int EmployeeDbId)> people, int seed)
{
    private static readonly SandboxField[] InHuma =
    [
        SandboxField.JobTitle,
        SandboxField.Phone,
        SandboxField.Address,
        SandboxField.FamilyName,
        SandboxField.EmploymentStart,
    ];

    private static readonly SandboxField[] Cleared = [SandboxField.Phone, SandboxField.BirthDate, SandboxField.Gender];

    private static readonly SandboxField[] InXledger =
    [
        SandboxField.JobTitle,
        SandboxField.Address,
        SandboxField.FamilyName,
    ];

    private readonly Random _random = new(seed);
    private int _rounds;
    private int _edits;

    /// <summary>Makes the next changes.</summary>
    /// <param name="updates">The most people who are updated; of clearing and additions there are fewer.</param>
    /// <param name="toHuma">The most people who are changed in Xledger, and twice the most who are hired.</param>
    public RandomEdit Next(int updates, int toHuma)
    {
        var (updated, cleared, back, hired, hiredInXledger) = (_rounds++ % 5) switch
        {
            0 => (Some(updates), 0, 0, 0, 0),
            1 => (0, Some(updates / 2), 0, 0, 0),
            2 => (0, 0, Some(toHuma), 0, 0),
            3 => (0, 0, 0, Some(toHuma / 2), Some(toHuma / 2)),
            _ => (Some(updates / 2), Some(updates / 8), Some(toHuma / 2), Some(toHuma / 4), Some(toHuma / 4)),
        };
        var shuffled = people.ToArray();
        _random.Shuffle(shuffled);
        var inHuma = shuffled[..updated];
        var emptied = shuffled[updated..(updated + cleared)];
        var inXledger = shuffled[(updated + cleared)..(updated + cleared + back)];
        foreach (var (person, _) in inHuma)
        {
            var field = One(InHuma);
            world.EditInHuma(person, field, Value(field));
        }

        foreach (var (person, _) in emptied)
        {
            world.EditInHuma(person, One(Cleared), null);
        }

        foreach (var (_, employee) in inXledger)
        {
            var field = One(InXledger);
            world.EditInXledger(employee, field, Value(field));
        }

        return new RandomEdit(
            [.. inHuma.Concat(emptied).Select(person => person.HumaId)],
            [.. inXledger.Select(person => person.HumaId)],
            [.. Enumerable.Range(0, hired).Select(_ => world.HireInHuma())],
            [.. Enumerable.Range(0, hiredInXledger).Select(_ => world.HireInXledger())],
            $"{updated} updated, {cleared} cleared, {back} to Huma, {hired} added, {hiredInXledger} added to Huma"
        );
    }

    private int Some(int most) => _random.Next(1, Math.Max(1, most) + 1);

    private SandboxField One(SandboxField[] fields) => fields[_random.Next(fields.Length)];

    private string Value(SandboxField field)
    {
        var number = ++_edits;
        return field switch
        {
            SandboxField.JobTitle => $"Fagansvarlig {number % 7}",
            SandboxField.Phone => $"+47 93{number:000000}",
            SandboxField.Address => $"Nygata {number}; 0155; Oslo; NO",
            SandboxField.EmploymentStart => $"2020-{1 + (number % 12):00}-{1 + (number % 28):00}",
            _ => $"Nyhus-{(char)('A' + (number % 26))}{(char)('a' + (number / 26 % 26))}berg",
        };
    }
}

/// <summary>Changes that were made at once.</summary>
/// <param name="InHuma">Users whose values were changed or cleared in Huma.</param>
/// <param name="InXledger">Users whose values were changed in Xledger.</param>
/// <param name="HiredInHuma">Users who are in Huma only.</param>
/// <param name="HiredInXledger">Employees who are in Xledger only, by dbId.</param>
/// <param name="Description">How many of each.</param>
public sealed record RandomEdit(
    IReadOnlyList<Guid> InHuma,
    IReadOnlyList<Guid> InXledger,
    IReadOnlyList<Guid> HiredInHuma,
    IReadOnlyList<int> HiredInXledger,
    string Description
);
