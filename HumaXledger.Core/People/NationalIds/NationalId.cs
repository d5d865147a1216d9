using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>The series that a national identity number belongs to.</summary>
public enum NationalIdKind
{
    /// <summary>
    /// The number of a registered resident: fødselsnummer, personnummer, CPR, henkilötunnus, kennitala.
    /// </summary>
    Ordinary,

    /// <summary>
    /// For people without residence: D-number, samordningsnummer, Danish replacement number, Finnish 900 series,
    /// Icelandic system number.
    /// </summary>
    Temporary,

    /// <summary>
    /// Norwegian H-number (month + 40), made by hospitals; the same range serves as a series for tests.
    /// </summary>
    Auxiliary,

    /// <summary>A Norwegian number of a test series (month + 65 or + 80): no living person has it.</summary>
    Synthetic,
}

/// <summary>A national identity number and what can be read out of it.</summary>
/// <param name="Country">Alpha-2 of the register: NO, SE, DK, FI or IS.</param>
/// <param name="Number">Without separators; SE with twelve digits; FI with its century sign.</param>
/// <param name="DateOfBirth">Null when the number does not contain it.</param>
/// <param name="DateIsExact">
/// False where only the year is reliable, without its century: the day and month of a D-number may be those of the
/// registration (UDI, "Mitt d-nummer stemmer ikke med fødselsdatoen min"), and Norwegian numbers issued from 2032 do
/// not contain the century.
/// </param>
/// <param name="GenderOf">
/// <see cref="Gender.Male"/> or <see cref="Gender.Female"/>; null when the number does not contain it.
/// </param>
/// <param name="CheckDigitFits">False only for Icelandic numbers issued without one.</param>
public sealed record NationalId(
    string Country,
    string Number,
    NationalIdKind Kind,
    DateOnly? DateOfBirth,
    bool DateIsExact,
    string? GenderOf,
    bool CheckDigitFits = true
)
{
    /// <summary>
    /// Reads and checks a number. Without country the shape decides; ten digits are tried as SE, IS, FI and DK in that
    /// order.
    /// </summary>
    /// <param name="today">Decides centuries, births in the future, and which rules of issue are in force.</param>
    /// <param name="problem">Why it is none: a code of <see cref="ValueReasons"/> with the country as argument.</param>
    public static NationalId? Read(string text, string? country, DateOnly today, out Reason? problem)
    {
        var register = RegisterOf(country);
        var raw = RawId.Read(text);
        if (raw is null)
        {
            problem = new Reason(ValueReasons.IdentificationFormat, register ?? "");
            return null;
        }

        if (register is not null)
        {
            return ReadAs(register, raw.Value, today, out problem);
        }

        if (raw.Value.Shape is RawShape.TenDigits)
        {
            return ReadAs("SE", raw.Value, today, out _) is { } swedish ? Found(swedish, out problem)
                : Iceland.Read(raw.Value, today, out _) is { CheckDigitFits: true } icelandic
                    ? Found(icelandic, out problem)
                : Finland.Read(raw.Value, today, out _) is { } finnish ? Found(finnish, out problem)
                : ReadAs("DK", raw.Value, today, out problem);
        }

        if (OnlyRegisterOf(raw.Value.Shape) is { } guessed)
        {
            return ReadAs(guessed, raw.Value, today, out problem);
        }

        problem = new Reason(ValueReasons.IdentificationFormat, "");
        return null;
    }

    /// <summary>
    /// As <see cref="Read"/>, where the country is only the usual one: a number that has the form of another register
    /// (eleven digits, twelve digits, a Finnish century sign) is read as a number of that register. Ten digits are not:
    /// a Norwegian number with a missing digit could pass as Danish.
    /// </summary>
    public static NationalId? ReadOfAny(string text, string? usualCountry, DateOnly today, out Reason? problem)
    {
        if (Read(text, usualCountry, today, out problem) is { } id)
        {
            return id;
        }

        return
            RegisterOf(usualCountry) is { } register
            && RawId.Read(text) is { } raw
            && OnlyRegisterOf(raw.Shape) is { } other
            && other != register
            ? Read(text, null, today, out _)
            : null;
    }

    /// <summary>The register whose numbers alone have this shape; null where several do, or none.</summary>
    private static string? OnlyRegisterOf(RawShape shape) =>
        shape switch
        {
            RawShape.ElevenDigits => "NO",
            RawShape.TwelveDigits => "SE",
            RawShape.Finnish => "FI",
            _ => null,
        };

    /// <summary>
    /// The number for comparing, unchecked: without separators, SE with twelve digits. A text without the shape of a
    /// number is returned with collapsed white space.
    /// </summary>
    public static string Normalise(string text, string? country)
    {
        if (RawId.Read(text) is not { } raw)
        {
            return Spelling.Collapse(text);
        }

        return raw.Shape switch
        {
            RawShape.TenDigits => RegisterOf(country) switch
            {
                "SE" => Sweden.Expand(raw),
                "FI" => raw.AsFinnish().Number,
                null or "NO" when Sweden.Looks(raw.Number) => Sweden.Expand(raw),
                _ => raw.Number,
            },
            RawShape.None => Spelling.Collapse(text),
            _ => raw.Number,
        };
    }

    /// <summary>
    /// Whether the texts differ only in the century, which Swedish numbers are written with or without.
    /// </summary>
    internal static bool DifferInCenturyOnly(string a, string b) =>
        (RawId.Read(a), RawId.Read(b)) switch
        {
            ({ Shape: RawShape.TwelveDigits } one, { Shape: RawShape.TenDigits } other) => one.Number.AsSpan(2)
                .SequenceEqual(other.Number) && Sweden.CenturyFits(one, other),
            ({ Shape: RawShape.TenDigits } one, { Shape: RawShape.TwelveDigits } other) => other
                .Number.AsSpan(2)
                .SequenceEqual(one.Number) && Sweden.CenturyFits(other, one),
            _ => false,
        };

    /// <summary>Whether a number is written with twelve digits, the century first, as only Swedish ones are.</summary>
    internal static bool HasCentury(string text) => RawId.Read(text) is { Shape: RawShape.TwelveDigits };

    /// <summary>Whether the rules of a country's numbers are implemented.</summary>
    public static bool IsKnown(string? country) => RegisterOf(country) is not null;

    /// <summary>A warning about an accepted number; null when there is none.</summary>
    /// <param name="usualCountry">The country that was expected; null where none was.</param>
    public Reason? Warning(string? usualCountry) =>
        !CheckDigitFits ? new Reason(ValueReasons.IdentificationChecksum, Country)
        : RegisterOf(usualCountry) is { } expected && expected != Country
            ? new Reason(ValueReasons.IdentificationOtherCountry, Country)
        : null;

    // The generated ToString would print the number.
    public override string ToString() => $"an identity number ({Country})";

    private static NationalId? ReadAs(string register, RawId raw, DateOnly today, out Reason? problem) =>
        register switch
        {
            "NO" => Norway.Read(raw, today, out problem),
            "SE" => Sweden.Read(raw, today, out problem),
            "DK" => Denmark.Read(raw, today, out problem),
            "FI" => Finland.Read(raw, today, out problem),
            _ => Iceland.Read(raw, today, out problem),
        };

    private static NationalId Found(NationalId id, out Reason? problem)
    {
        problem = null;
        return id;
    }

    /// <summary>Svalbard is in the Norwegian register, Greenland in the Danish, Åland in the Finnish.</summary>
    private static string? RegisterOf(string? country) =>
        People.Countries.Country.Read(country) switch
        {
            "NO" or "SJ" => "NO",
            "SE" => "SE",
            "DK" or "GL" => "DK",
            "FI" or "AX" => "FI",
            "IS" => "IS",
            _ => null,
        };
}
