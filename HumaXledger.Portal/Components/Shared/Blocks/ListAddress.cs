using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace HumaXledger.Portal.Components.Shared.Blocks;

/// <summary>
/// Filter, search, order and part of a list in the address of its page. What cannot be understood is as if it were not
/// there; what is the first of its kind is left out of the address.
/// </summary>
/// <param name="address">The whole address.</param>
/// <param name="prefix">What the list's parameters begin with, for a page with several lists.</param>
public sealed class ListAddress(string address, string prefix = "")
{
    private const string ShowKey = "show";
    private const string SearchKey = "q";
    private const string OrderKey = "order";
    private const string PageKey = "page";
    private const string DownMark = "-";

    private readonly Dictionary<string, Microsoft.Extensions.Primitives.StringValues> _query = QueryHelpers.ParseQuery(
        new Uri(address).Query
    );

    /// <summary>What is searched; null for nothing.</summary>
    public string? Search => Of(SearchKey).Trim() is { Length: > 0 } search ? search : null;

    /// <summary>Whether the order is reversed.</summary>
    public bool Down => Of(OrderKey).StartsWith(DownMark, StringComparison.Ordinal);

    /// <summary>The part, from 1.</summary>
    public int Page => int.TryParse(Of(PageKey), CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1;

    /// <summary>Which rows are shown.</summary>
    public TShow Show<TShow>()
        where TShow : struct, Enum => Parse<TShow>(Of(ShowKey));

    /// <summary>The column that the rows are sorted by.</summary>
    public TOrder Order<TOrder>()
        where TOrder : struct, Enum => Parse<TOrder>(Of(OrderKey).TrimStart('-'));

    /// <summary>What the address carries; null leaves a part out of it.</summary>
    public static Dictionary<string, object?> ToQuery<TShow, TOrder>(
        TShow show,
        string? search,
        TOrder order,
        bool down,
        int page,
        string prefix = ""
    )
        where TShow : struct, Enum
        where TOrder : struct, Enum =>
        new(StringComparer.Ordinal)
        {
            [prefix + ShowKey] = IsFirst(show) ? null : show.ToString(),
            [prefix + SearchKey] = search,
            [prefix + OrderKey] = IsFirst(order) && !down ? null : (down ? DownMark : "") + order,
            [prefix + PageKey] = page == 1 ? null : page,
        };

    private string Of(string key) => _query.TryGetValue(prefix + key, out var found) ? $"{found}" : "";

    private static bool IsFirst<T>(T value)
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, default);

    private static T Parse<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : default;
}
