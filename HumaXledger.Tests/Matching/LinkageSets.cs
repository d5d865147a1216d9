using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;

namespace HumaXledger.Tests.Matching;

/// <summary>The values that the records of a generated set have beside names.</summary>
[Flags]
public enum SetValues
{
    Birth = 1,
    Identification = 2,
    Address = 4,
    Email = 8,
}

/// <summary>
/// Two lists of the same invented people, the second copied carelessly like the FEBRL generator does: up to two errors
/// in a value and four in a record, among them keystrokes, OCR errors, exchanged names, other values and missing ones.
/// Deterministic by seed.
/// </summary>
public sealed class LinkageSet
{
    private const string Onsets = "B Br D Dr F Fr G Gr H J K Kl Kr L M N P R S Sk Sl St T Tr V";
    private const string Middles = "a e i o u y ei au ø å";
    private const string Ends = "ld n nd nne r rg rt s st v vik lund berg sen rud stad hagen dal moen";

    private static readonly string[] GivenNames = (
        "Anne Bjørn Cecilie Dag Elin Frode Grete Håkon Inger Jan Kari Lars Mona Nils Olav Per Ragnhild Svein "
        + "Tone Unni Vidar Wenche Yngve Åse Øystein Karin Erik Maria Johan Emma Oskar Ida Ola Sofie Jonas Marte "
        + "Henrik Silje Kristian Hanna Magnus Julie Sander Astrid Mohammed Fatima Agnieszka Piotr Søren Mette "
        + "Trygve Sunniva Torbjørn Randi Gunnar Solveig Espen Camilla Stian Heidi Morten Linda Terje Nina Rune "
        + "Monica Geir Hilde Trond Siv Kjell Berit Arne Liv Knut Marit Leif Turid Roar Eva Jostein Hege Eirik "
        + "Vilde Mathias Nora Tobias Thea Emil Selma Jakob Frida"
    ).Split(' ');

    private readonly Random _random;
    private readonly SetValues _values;
    private readonly List<Person> _huma = [];
    private readonly List<Person> _xledger = [];

    /// <param name="errors">Maximum number of errors in a record of the second list.</param>
    public LinkageSet(int people, int seed, SetValues values, int errors = 4)
    {
        (_random, _values) = (new Random(seed), values);
        for (var index = 0; index < people; index++)
        {
            var truth = Next(index);
            _huma.Add(Record(Side.Huma, index, truth));
            _xledger.Add(Record(Side.Xledger, index, Copied(truth, errors)));
        }

        _huma.Sort((a, b) => string.CompareOrdinal(a[Field.FamilyName].TextOrNull, b[Field.FamilyName].TextOrNull));
        _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_xledger));
    }

    public IReadOnlyList<Person> Huma => _huma;

    public IReadOnlyList<Person> Xledger => _xledger;

    public static string Who(Person person) => person.Id[1..];

    private sealed record Values(
        string? ComparisonBuilder,
        string? Family,
        string? Birth,
        string? Identification,
        string? Street,
        string? Email
    );

    private Values Next(int index)
    {
        var (given, family) = (Pick(GivenNames), FamilyName());
        var birth = new DateOnly(1940, 1, 1).AddDays(_random.Next(365 * 65));
        return new Values(
            given,
            family,
            birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            $"{1_000_000 + (index * 1777 % 8_999_999)}",
            $"{FamilyName()}veien {_random.Next(1, 200)}",
            $"{given}.{family}{_random.Next(100)}@{FamilyName()}.example".ToLowerInvariant()
        );
    }

    private string FamilyName()
    {
        var name = Pick(Onsets.Split(' ')) + Pick(Middles.Split(' '));
        return _random.Next(3) == 0
            ? $"{name}{Pick(Onsets.Split(' ')).ToLowerInvariant()}{Pick(Middles.Split(' '))}{Pick(Ends.Split(' '))}"
            : name + Pick(Ends.Split(' '));
    }

    private Values Copied(Values truth, int most)
    {
        var errors = _random.Next(1, most + 1);
        for (var error = 0; error < errors; error++)
        {
            // One in four hits an attribute that is not compared, such as suburb or state in FEBRL.
            truth = _random.Next(15) switch
            {
                0 or 1 => truth with { ComparisonBuilder = Mistaken(truth.ComparisonBuilder, Pick(GivenNames)) },
                2 or 3 => truth with { Family = Mistaken(truth.Family, FamilyName()) },
                4 => truth with { Birth = MistakenDate(truth.Birth) },
                5 => truth with
                {
                    Identification = Mistaken(truth.Identification, $"{_random.Next(1_000_000, 9_999_999)}"),
                },
                6 or 7 => truth with { Street = Mistaken(truth.Street, $"{FamilyName()}veien {_random.Next(1, 200)}") },
                8 or 9 => truth with { Email = Mistaken(truth.Email, null) },
                10 => truth with { ComparisonBuilder = truth.Family, Family = truth.ComparisonBuilder },
                _ => truth,
            };
        }

        return truth;
    }

    /// <summary>Usually a keystroke or two, otherwise an OCR error, another value, or none.</summary>
    private string? Mistaken(string? text, string? other) =>
        text is not { Length: > 1 }
            ? text
            : _random.Next(12) switch
            {
                0 => null,
                1 => other,
                2 or 3 => Keystroke(Keystroke(text)),
                4 => text.Replace('m', 'n').Replace('l', 'i').Replace('5', 'S').Replace('0', 'o'),
                _ => Keystroke(text),
            };

    private string Keystroke(string text)
    {
        var at = _random.Next(1, text.Length);
        var letter = char.IsAsciiDigit(text[at]) ? (char)_random.Next('0', '9' + 1) : (char)_random.Next('a', 'z' + 1);
        return _random.Next(4) switch
        {
            0 when text.Length > 3 => text.Remove(at, 1),
            1 => text.Insert(at, letter.ToString()),
            2 => $"{text[..(at - 1)]}{text[at]}{text[at - 1]}{text[(at + 1)..]}",
            _ => $"{text[..at]}{letter}{text[(at + 1)..]}",
        };
    }

    private string? MistakenDate(string? date)
    {
        if (CalendarDate.Read(date) is not { } read)
        {
            return date;
        }

        return _random.Next(6) switch
        {
            0 => null,
            1 => CalendarDate.Write(new DateOnly(1940, 1, 1).AddDays(_random.Next(365 * 65))),
            2 when read.Day <= 12 => CalendarDate.Write(new DateOnly(read.Year, read.Day, read.Month)),
            3 => CalendarDate.Write(read.AddDays(_random.Next(1, 9))),
            _ => CalendarDate.Write(read.AddYears(_random.Next(1, 9))),
        };
    }

    private Person Record(Side side, int index, Values values) =>
        new(
            side,
            $"{(side == Side.Huma ? 'h' : 'x')}{index:D6}",
            Active: true,
            new FieldValues([
                new(Field.GivenName, FieldValue.From(values.ComparisonBuilder)),
                new(Field.FamilyName, FieldValue.From(values.Family)),
                new(Field.DateOfBirth, Where(SetValues.Birth, values.Birth)),
                new(Field.Identification, Where(SetValues.Identification, values.Identification)),
                new(
                    Field.Address,
                    Where(
                        SetValues.Address,
                        values.Street is null
                            ? null
                            : new Address(values.Street, "0155", "Oslo", "NO").ToValue().TextOrNull
                    )
                ),
                new(Field.Email, Where(SetValues.Email, values.Email)),
            ])
        );

    private FieldValue Where(SetValues kind, string? value) =>
        _values.HasFlag(kind) ? FieldValue.From(value) : FieldValue.NotKnown;

    private string Pick(string[] words) => words[_random.Next(words.Length)];
}
