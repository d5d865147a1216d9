using System.Buffers;
using System.Text.RegularExpressions;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// Every identification and bank number of the sandbox, to be searched for where none may be in clear text.
/// </summary>
internal sealed partial class SensitiveNumbers
{
    // Shorter ones (the sample has damaged numbers) occur by chance in dates and ids.
    private const int Shortest = 9;

    private readonly SearchValues<string> _numbers;

    private SensitiveNumbers(IReadOnlyCollection<string> numbers) =>
        (_numbers, Count) = (SearchValues.Create([.. numbers], StringComparison.OrdinalIgnoreCase), numbers.Count);

    public int Count { get; }

    public static SensitiveNumbers Of(SandboxWorld world)
    {
        var texts = world
            .People(null, 0, int.MaxValue)
            .Page.SelectMany(person => new[] { person.Huma, person.Xledger })
            .SelectMany(side =>
                new[]
                {
                    side.GetValueOrDefault(SandboxField.Identification),
                    side.GetValueOrDefault(SandboxField.BankAccount),
                }
            )
            .Concat(
                world.Huma.All().SelectMany(user => user.Identifications).Select(identification => identification.Value)
            )
            .Concat(world.Xledger.Contacts.All().Select(contact => contact.SocialSec))
            .Concat(world.Xledger.Subledgers.All().Select(subledger => subledger.BankAccount))
            .Concat(world.Xledger.Subledgers.All().Select(subledger => subledger.TaxNo));
        return new SensitiveNumbers([
            .. texts
                .OfType<string>()
                .Select(Compact)
                .Where(text => text.Length >= Shortest && text.Any(char.IsAsciiDigit))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ]);
    }

    /// <summary>Fails with the place and the text before the number, not with the number.</summary>
    public void AssertNoneIn(string text, string where)
    {
        var compact = Separators().Replace(text, "");
        var found = compact.AsSpan().IndexOfAny(_numbers);
        Assert.True(
            found < 0,
            found < 0
                ? ""
                : $"{where} shows a number in clear that begins with {compact.AsSpan(found, 2)}, after: "
                    + $"{compact[Math.Max(0, found - 200)..found]}"
        );
    }

    private static string Compact(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    // Between digits only: a number may be grouped, and words must stay separate.
    [GeneratedRegex(@"(?<=[0-9])[ .\-\u00A0\u202F](?=[0-9])")]
    private static partial Regex Separators();
}
