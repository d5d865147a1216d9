using System.Globalization;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>Reads query parameters; a value that violates the specification is refused with 400.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int MostIds = 25;

    public bool Has(string name) => query.ContainsKey(name);

    /// <summary>A text; null where it is absent or empty.</summary>
    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A boolean; null where it is absent.</summary>
    public bool? Flag(string name) =>
        Text(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            _ => throw HumaRefusal.Invalid(name),
        };

    /// <summary>A number up to <paramref name="most"/>; <paramref name="omitted"/> where it is absent.</summary>
    public int Number(string name, int omitted, int most)
    {
        if (Text(name) is not { } text)
            return omitted;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw HumaRefusal.Invalid(name);
    }

    /// <summary>Whether <c>orderDirection</c> is <c>DESC</c>.</summary>
    public bool Descending() =>
        Text("orderDirection") switch
        {
            null or "ASC" => false,
            "DESC" => true,
            _ => throw HumaRefusal.Invalid("orderDirection"),
        };

    /// <summary>The values of a list parameter, repeated or separated by commas.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [
            .. query[name]
                .SelectMany(value =>
                    (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ),
        ];

    /// <summary>The ids of a list parameter, at most 25; null where it is absent.</summary>
    /// <param name="me">The id of the alias <c>me</c>, where it is allowed.</param>
    public IReadOnlySet<Guid>? Ids(string name, Guid? me = null)
    {
        if (!Has(name))
            return null;
        var texts = Texts(name);
        if (texts.Count > MostIds)
            throw HumaRefusal.Invalid(name);
        return texts
            .Select(text =>
                text == "me" && me is { } self ? self
                : Guid.TryParse(text, out var id) ? id
                : throw HumaRefusal.Invalid(name)
            )
            .ToHashSet();
    }
}
