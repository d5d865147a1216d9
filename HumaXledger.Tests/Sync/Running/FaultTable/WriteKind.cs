using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Tests.Sync.Running.FaultTable;

/// <summary>The person and field of one case.</summary>
/// <param name="Wanted">The target's value in the end; null for an addition.</param>
internal sealed record Subject(Guid? HumaId, int? EmployeeDbId, SandboxField Field, string? Wanted, Side Target)
{
    public bool Is(string id) => id == $"{HumaId}" || id == $"{EmployeeDbId}";

    public SandboxPerson Person(SandboxWorld world) =>
        (HumaId is { } user ? world.PersonByHumaId(user) : world.PersonByEmployee(EmployeeDbId!.Value))!;

    public string? HeldByTarget(SandboxWorld world) =>
        (Target == Side.Huma ? Person(world).Huma : Person(world).Xledger).GetValueOrDefault(Field);
}

/// <summary>One kind of write to one of the two systems.</summary>
/// <param name="Column">The column of the table.</param>
/// <param name="Call">What the subject of its request contains (<see cref="FaultRule.Contains"/>).</param>
/// <param name="Read">The call that reads the person just before.</param>
/// <param name="Value">A value for each turn; null for an addition.</param>
internal sealed record WriteKind(
    string Name,
    string Column,
    SandboxField Field,
    string Call,
    string Read,
    Func<int, string>? Value = null
)
{
    public static IReadOnlyList<WriteKind> All { get; } =
    [
        new(
            "Xledger employee",
            "Xledger update",
            SandboxField.EmploymentEnd,
            "mutation Update",
            "query Employees",
            Day
        ),
        new("Xledger name", "Xledger update", SandboxField.FamilyName, "mutation Update", "query Employees", turn =>
            $"Nyheim{Letters(turn)}"
        )
        {
            Instead = SeveralRecords,
        },
        new(
            "Xledger contact and address",
            "Xledger update",
            SandboxField.Address,
            "mutation Update",
            "query Employees",
            turn => $"Nygata {turn}; 0155; Oslo; NO"
        )
        {
            Instead = SeveralRecords,
        },
        new("Xledger add", "Xledger addition", SandboxField.EmploymentId, "mutation AddEmployees", "query Employees"),
        new(
            "Xledger add, contact and supplier",
            "Xledger addition, next steps",
            SandboxField.EmploymentId,
            "mutation AddContacts",
            "query Employees"
        )
        {
            Instead = NotSentTwice,
        },
        new(
            "Xledger add, the rest",
            "Xledger addition, next steps",
            SandboxField.EmploymentId,
            "mutation Update",
            "query Employees"
        ),
        new("Huma profile", "Huma update", SandboxField.Address, "PATCH /huma/users/", "GET /huma/users/", turn =>
            $"Nygata {turn}; 0155; Oslo; NO"
        ),
        new("Huma position", "Huma update", SandboxField.EmploymentEnd, "/positions/", "GET /huma/users/", Day),
        new("Huma job title", "Huma update", SandboxField.JobTitle, "POST /huma/job-titles", "GET /huma/users/", turn =>
            $"Fagansvarlig {turn}"
        )
        {
            Instead = new Dictionary<string, string> { ["right removed"] = "refused huma.locked" },
        },
        new(
            "Huma identification",
            "Huma update",
            SandboxField.Identification,
            "/identifications",
            "GET /huma/users/",
            Identification
        ),
        new("Huma add", "Huma addition", SandboxField.Email, "POST /huma/users", "GET /huma/users?"),
        new(
            "Huma add, position",
            "Huma addition, next steps",
            SandboxField.Email,
            "POST /huma/users/",
            "GET /huma/users/"
        )
        {
            Instead = SeveralCalls,
        },
        new(
            "Huma add, identification",
            "Huma addition, next steps",
            SandboxField.Email,
            "/identifications",
            "GET /huma/users/"
        )
        {
            Instead = SeveralCalls,
        },
        new(
            "Huma add, profile",
            "Huma addition, next steps",
            SandboxField.Email,
            "PATCH /huma/users/",
            "GET /huma/users/"
        ),
    ];

    public Side Target => Column.StartsWith("Huma", StringComparison.Ordinal) ? Side.Huma : Side.Xledger;

    public ChangeKind Kind => Value is null ? ChangeKind.Create : ChangeKind.Update;

    /// <summary>By fault, an outcome other than the table's cell.</summary>
    public IReadOnlyDictionary<string, string> Instead { get; init; } = new Dictionary<string, string>();

    // One request writes several kinds of records: the first may be written when the second is refused, and Xledger
    // does not say for which of them a right is missing.
    private static Dictionary<string, string> SeveralRecords =>
        new() { ["right removed"] = "refused xledger.right.writeMissing" };

    // Each part of a profile is refused in its own way.
    private static Dictionary<string, string> SeveralCalls =>
        new() { ["right removed"] = "refused huma.field.refused, refused huma.ignored, refused huma.locked" };

    // A refused addition of contacts is not retried: if part of it was written after all, it would be duplicated.
    private static Dictionary<string, string> NotSentTwice =>
        new()
        {
            ["error beside the data"] = "refused xledger.unhandled",
            ["partial commit"] = "refused xledger.unhandled",
            ["right removed"] = "refused xledger.right.writeMissing",
        };

    public OutsideSystem System => Target == Side.Huma ? OutsideSystem.Huma : OutsideSystem.Xledger;

    /// <summary>Makes the two systems differ, so that this kind of write is needed.</summary>
    public Subject Begin(FaultBench bench, int turn)
    {
        if (Kind == ChangeKind.Create)
        {
            return Target == Side.Xledger
                ? new Subject(bench.World.HireInHuma(), null, Field, null, Target)
                : new Subject(null, bench.World.HireInXledger(), Field, null, Target);
        }

        var person = bench.Staff[turn % bench.Staff.Count];
        var wanted = Value!(turn);
        Assert.Equal(
            EditOutcome.Done,
            Target == Side.Xledger
                ? bench.World.EditInHuma(person.HumaId, Field, wanted)
                : bench.World.EditInXledger(person.EmployeeDbId, Field, wanted)
        );
        return new Subject(person.HumaId, person.EmployeeDbId, Field, wanted, Target);
    }

    public override string ToString() => Name;

    private static string Day(int turn) =>
        new DateOnly(2030, 1, 1).AddDays(turn).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Letters(int turn) => $"{(char)('a' + (turn / 26 % 26))}{(char)('a' + (turn % 26))}";

    // Synthetic (month + 80), with two valid check digits.
    private static string Identification(int turn)
    {
        for (var serial = 0; ; serial++)
        {
            var digits = $"{1 + (turn % 28):00}{81 + (turn / 28 % 12)}80{serial:000}"
                .Select(digit => digit - '0')
                .ToArray();
            int[] first = [3, 7, 6, 1, 8, 9, 4, 5, 2],
                second = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
            var k1 = (11 - (digits.Zip(first, (digit, weight) => digit * weight).Sum() % 11)) % 11;
            var k2 = (11 - (digits.Append(k1).Zip(second, (digit, weight) => digit * weight).Sum() % 11)) % 11;
            if (k1 < 10 && k2 < 10)
            {
                return $"{string.Concat(digits)}{k1}{k2}";
            }
        }
    }
}
