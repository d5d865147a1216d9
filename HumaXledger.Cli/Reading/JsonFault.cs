namespace HumaXledger.Cli.Reading;

/// <summary>
/// A fault in one record, with its byte offset in the input of the <c>Utf8JsonReader</c>. <see cref="JsonSource"/>
/// turns it into a <see cref="Refusal"/> with its place.
/// </summary>
internal sealed class JsonFault(string code, string message, long at) : Exception(message)
{
    /// <summary>The code of the refusal.</summary>
    public string Code => code;

    /// <summary>The byte offset.</summary>
    public long At => at;
}
