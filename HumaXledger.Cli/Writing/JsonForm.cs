using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HumaXledger.Cli.Writing;

/// <summary>The form of JSON output: compact, escaping only what JSON requires.</summary>
internal static class JsonForm
{
    /// <summary>Shared by all writers. Validation is off, because the writers produce valid JSON.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = new PlainEncoder(), SkipValidation = true };

    /// <summary>
    /// Escapes quotation mark, backslash and control characters (RFC 8259, 7). The framework's encoders also escape
    /// emoji, private use and unusual spaces, which makes texts harder to read and compare.
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

        // The framework spells these escapes.
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
