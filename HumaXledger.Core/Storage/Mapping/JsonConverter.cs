using System.Text.Json;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>A value that is always read and written whole, as JSON in a text column.</summary>
internal sealed class JsonConverter<T>() : ValueConverter<T, string>(value => Write(value), text => Read(text))
    where T : class
{
    internal static string Write(T value) => JsonSerializer.Serialize(value, StorageJson.Options);

    private static T Read(string text) => JsonSerializer.Deserialize<T>(text, StorageJson.Options)!;
}

/// <summary>
/// Compares by what would be stored. Such a value is replaced, never changed in place, so that the same object is the
/// same value.
/// </summary>
internal sealed class JsonComparer<T>()
    : ValueComparer<T>(
        (left, right) => Same(left, right),
        value => JsonConverter<T>.Write(value).GetHashCode(StringComparison.Ordinal),
        value => value
    )
    where T : class
{
    private static bool Same(T? left, T? right) =>
        ReferenceEquals(left, right)
        || (left is not null && right is not null && JsonConverter<T>.Write(left) == JsonConverter<T>.Write(right));
}
