using System.Globalization;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>Reads query parameters and refuses what does not fit the specification.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int MostIds = 25;

    public bool Has(string name) => query.ContainsKey(name);

    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    public bool? Flag(string name) =>
        Text(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            _ => throw HumaRefusal.Invalid(name),
        };

    public int Number(string name, int omitted, int most)
    {
        if (Text(name) is not { } text)
            return omitted;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw HumaRefusal.Invalid(name);
    }

    public bool Descending() =>
        Text("orderDirection") switch
        {
            null or "ASC" => false,
            "DESC" => true,
            _ => throw HumaRefusal.Invalid("orderDirection"),
        };

    /// <summary>The values of a list parameter, given several times or separated by commas; at most 25.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [
            .. query[name]
                .SelectMany(value =>
                    (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ),
        ];

    /// <param name="me">What the alias <c>me</c> stands for, where it is allowed.</param>
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
