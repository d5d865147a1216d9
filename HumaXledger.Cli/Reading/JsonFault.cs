namespace HumaXledger.Cli.Reading;

/// <summary>
/// What a reader of one record found wrong, and at which byte of what its <c>Utf8JsonReader</c> was given.
/// <see cref="JsonSource"/> turns it into a <see cref="Refusal"/> with its place.
/// </summary>
internal sealed class JsonFault(string code, string message, long at) : Exception(message)
{
    public string Code => code;

    public long At => at;
}
