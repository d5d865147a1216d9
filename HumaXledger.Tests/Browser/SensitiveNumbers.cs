using System.Text.RegularExpressions;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Browser;

/// <summary>Every identification and bank number that the sandbox holds, to be looked for where none may be seen in clear.</summary>
internal sealed partial class SensitiveNumbers
{
    // Shorter ones (the sample has damaged numbers) occur by chance in dates and ids.
    private const int Shortest = 9;

    private readonly HashSet<string> _numbers;

    private SensitiveNumbers(HashSet<string> numbers) => _numbers = numbers;

    public int Count => _numbers.Count;

    public static SensitiveNumbers Of(SandboxWorld world)
    {
        var texts = world.People(null, 0, int.MaxValue).Page
            .SelectMany(person => new[] { person.Huma, person.Xledger })
            .SelectMany(side => new[] { side.GetValueOrDefault(SandboxField.Identification), side.GetValueOrDefault(SandboxField.BankAccount) })
            .Concat(world.Huma.All().SelectMany(user => user.Identifications).Select(identification => identification.Value))
            .Concat(world.Xledger.Contacts.All().Select(contact => contact.SocialSec))
            .Concat(world.Xledger.Subledgers.All().Select(subledger => subledger.BankAccount))
            .Concat(world.Xledger.Subledgers.All().Select(subledger => subledger.TaxNo));
        return new SensitiveNumbers([.. texts.OfType<string>().Select(Compact).Where(text => text.Length >= Shortest && text.Any(char.IsAsciiDigit))]);
    }

    /// <summary>Fails naming the place and the ends of what was found, not the number.</summary>
    public void AssertNoneIn(string text, string where)
    {
        var compact = Separators().Replace(text, "");
        foreach (var number in _numbers)
        {
            Assert.False(compact.Contains(number, StringComparison.OrdinalIgnoreCase), $"{where} shows a number of {number.Length} characters that ends with {number[^2..]} in clear.");
        }
    }

    private static string Compact(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    // Between digits only: a number may be grouped, and words must not grow together.
    [GeneratedRegex(@"(?<=[0-9])[ .\-\u00A0\u202F](?=[0-9])")]
    private static partial Regex Separators();
}
