using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HumaXledger.Cli.Writing;

/// <summary>How JSON is written here: compact, and every character as itself but those that JSON cannot hold.</summary>
internal static class JsonForm
{
    public static readonly JsonWriterOptions Options = new() { Encoder = new PlainEncoder(), SkipValidation = true };

    /// <summary>
    /// Escapes quotation mark, backslash and control characters (RFC 8259, 7). The encoders of the framework also
    /// escape emoji, private use and unusual spaces, which would harm
    /// nobody but those who read or compare texts.
    /// </summary>
    private sealed class PlainEncoder : JavaScriptEncoder
    {
        private static readonly char[] Escaped = [.. Enumerable.Range(0, ' ').Select(code => (char)code), '"', '\\'];
        private static readonly SearchValues<char> Chars = SearchValues.Create(Escaped);
        private static readonly SearchValues<byte> Bytes = SearchValues.Create([.. Escaped.Select(c => (byte)c)]);

        public override int MaxOutputCharactersPerInputCharacter => 6;

        public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

        public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAny(Bytes);

        public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) =>
            new ReadOnlySpan<char>(text, textLength).IndexOfAny(Chars);

        // How these few are spelled is the framework's.
        public override unsafe bool TryEncodeUnicodeScalar(
            int unicodeScalar,
            char* buffer,
            int bufferLength,
            out int numberOfCharactersWritten
        ) =>
            UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(
                unicodeScalar,
                buffer,
                bufferLength,
                out numberOfCharactersWritten
            );
    }
}
