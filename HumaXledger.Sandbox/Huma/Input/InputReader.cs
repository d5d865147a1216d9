using System.Globalization;
using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>Reads the properties of a JSON object and collects the names of invalid ones.</summary>
internal sealed class InputReader
{
    private readonly JsonElement _body;
    private readonly HumaSwitches _switches;
    private readonly List<string> _invalid = [];

    public InputReader(JsonElement body, HumaSwitches switches)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw HumaRefusal.Invalid();
        _body = body;
        _switches = switches;
    }

    private bool EmptyClears => _switches.ClearBy is ClearBy.EmptyString or ClearBy.Either;
    private bool NullClears => _switches.ClearBy is ClearBy.Null or ClearBy.Either;

    /// <summary>Declares the properties of the input; others are ignored or refused, by switch.</summary>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        if (_switches.UnknownInput == UnknownInput.Ignored)
            return;
        foreach (var property in _body.EnumerateObject())
            if (!names.Contains(property.Name))
                Refuse(property.Name);
    }

    /// <summary>Adds the name of an invalid property.</summary>
    public void Refuse(string name)
    {
        if (!_invalid.Contains(name))
            _invalid.Add(name);
    }

    /// <summary>Throws a 400 with the collected names.</summary>
    public void ThrowIfInvalid()
    {
        if (_invalid.Count > 0)
            throw HumaRefusal.Invalid([.. _invalid]);
    }

    public JsonElement? Property(string name) => _body.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A text that is required and not blank; null when it was refused.</summary>
    public string? Required(string name, int longest)
    {
        var text = Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        if (!string.IsNullOrWhiteSpace(text) && text.Length <= longest)
            return text;
        Refuse(name);
        return null;
    }

    /// <summary>A text of a new object: absent, null and "" all mean none.</summary>
    public string? Optional(string name, int longest)
    {
        if (Property(name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= longest)
            return text.Length == 0 ? null : text;
        Refuse(name);
        return null;
    }

    /// <summary>A text of a changed object. A switch decides what clears it.</summary>
    public Given<string> Text(string name, int longest = 255) =>
        Read(name, text => text.Length <= longest ? text : null);

    /// <summary>One of a fixed set of texts.</summary>
    public Given<string> OneOf(string name, params string[] values) =>
        Read(name, text => values.Contains(text) ? text : null);

    /// <summary>Two letters (ISO 3166-1 alpha-2).</summary>
    public Given<string> Country(string name) => Read(name, text => IsCountry(text) ? text : null);

    /// <summary>A date <c>yyyy-MM-dd</c>.</summary>
    public Given<DateOnly?> Date(string name)
    {
        var text = Read(name, text =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? text
                : null
        );
        return new(
            text.IsGiven,
            text.Value is { } date ? DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null
        );
    }

    /// <summary>A UUID.</summary>
    public Given<Guid?> Id(string name)
    {
        var text = Read(name, text => Guid.TryParse(text, out _) ? text : null);
        return new(text.IsGiven, text.Value is { } id ? Guid.Parse(id) : null);
    }

    /// <summary>An integer within limits; null is ignored.</summary>
    public Given<int?> Number(string name, int least, int most)
    {
        if (Property(name) is not { ValueKind: not JsonValueKind.Null } value)
            return default;
        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            && number >= least
            && number <= most
        )
            return new(true, number);
        Refuse(name);
        return default;
    }

    /// <summary>A boolean; null is ignored.</summary>
    public Given<bool?> Flag(string name)
    {
        if (Property(name) is not { ValueKind: not JsonValueKind.Null } value)
            return default;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return new(true, value.GetBoolean());
        Refuse(name);
        return default;
    }

    /// <summary>
    /// An object that is replaced as a whole. <paramref name="read"/> gets a reader for its properties and returns null
    /// where all are blank, which clears it where an empty text does.
    /// </summary>
    public Given<T> Whole<T>(string name, Func<InputReader, T?> read)
        where T : class
    {
        if (Property(name) is not { } value)
            return default;
        if (value.ValueKind == JsonValueKind.Null)
            return NullClears ? new(true, null) : default;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(name);
            return default;
        }

        var inner = new InputReader(value, _switches);
        var whole = read(inner);
        foreach (var field in inner._invalid)
            Refuse($"{name}.{field}");
        if (whole is null && inner._invalid.Count == 0 && !EmptyClears)
            Refuse(name);
        return new(true, whole);
    }

    /// <summary>
    /// An object whose properties are changed one by one. <paramref name="read"/> gets a reader for its inside.
    /// </summary>
    public void Each(string name, Action<InputReader> read)
    {
        if (Property(name) is not { ValueKind: JsonValueKind.Object } value)
            return;
        var inner = new InputReader(value, _switches);
        read(inner);
        foreach (var field in inner._invalid)
            Refuse($"{name}.{field}");
    }

    /// <summary>A text inside an object that is replaced as a whole: the key must be there, it may be empty.</summary>
    public string Part(string name, int longest = 255)
    {
        if (
            Property(name) is { ValueKind: JsonValueKind.String } value
            && value.GetString() is { } text
            && text.Length <= longest
        )
            return text;
        Refuse(name);
        return "";
    }

    /// <summary>Whether a text has two letters.</summary>
    public static bool IsCountry(string text) => text.Length == 2 && text.All(char.IsAsciiLetter);

    private Given<string> Read(string name, Func<string, string?> accept)
    {
        if (Property(name) is not { } value)
            return default;
        if (value.ValueKind == JsonValueKind.Null)
            return NullClears ? new(true, null) : default;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text)
        {
            if (text.Length == 0 && EmptyClears)
                return new(true, null);
            if (text.Length > 0 && accept(text) is { } accepted)
                return new(true, accepted);
        }

        Refuse(name);
        return default;
    }
}
