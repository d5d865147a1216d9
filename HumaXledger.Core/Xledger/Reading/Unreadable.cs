using System.Globalization;
using HumaXledger.Core.Xledger.Transport;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// The fields named in a page's errors. List positions are ignored: where one record's field could not be read, a null
/// in the same field of another record proves nothing.
/// </summary>
internal sealed class Unreadable
{
    /// <summary>Everything could be read.</summary>
    public static readonly Unreadable Nothing = new([]);

    private readonly string[] _paths;

    private Unreadable(string[] paths) => _paths = paths;

    /// <summary>The fields in the paths of these errors.</summary>
    public static Unreadable From(IReadOnlyList<GraphQlError> errors) =>
        errors.Count == 0
            ? Nothing
            : new([.. errors.Select(error => string.Join('.', error.Path.Where(IsField))).Distinct()]);

    /// <summary>Whether the field, a field above it or a field below it could not be read.</summary>
    public bool Touches(string field) =>
        Array.Exists(_paths, path => path.Length == 0 || path == field || IsBelow(field, path) || IsBelow(path, field));

    private static bool IsField(string segment) =>
        segment is not ("page" or "edges" or "node") && !int.TryParse(segment, CultureInfo.InvariantCulture, out _);

    private static bool IsBelow(string path, string other) => path.StartsWith(other + ".", StringComparison.Ordinal);
}
