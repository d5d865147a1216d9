namespace HumaXledger.Cli.Commands;

/// <summary>
/// The command <c>validate</c>: checks values line by line. All verdicts so far are written before the next read, so
/// that a program at the other end of two pipes can send a line and wait for its verdict.
/// </summary>
internal sealed class ValidateCommand
{
    private const int Buffer = 1024 * 1024;
    private const int LongestLine = 64 * 1024 * 1024;

    /// <summary>Smaller parts are checked faster than another thread starts.</summary>
    private const int WorthSharing = 16 * 1024;

    private readonly CommandEnvironment _environment;
    private readonly LineValidator[] _validators;
    private readonly (int Start, int Length, long FirstLine)[] _parts;
    private byte[] _buffer = new byte[Buffer];
    private long _lines;

    private ValidateCommand(CommandEnvironment environment)
    {
        _environment = environment;
        var today = DateOnly.FromDateTime(environment.Clock.GetLocalNow().DateTime);
        _validators = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new LineValidator(today))];
        _parts = new (int, int, long)[_validators.Length];
    }

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(CommandEnvironment environment)
    {
        new ValidateCommand(environment).Run();
        return CommandLine.Done;
    }

    private void Run()
    {
        var end = 0;
        while (Read(end) is > 0 and var read)
        {
            var lines = _buffer.AsSpan(end, read).LastIndexOf((byte)'\n') + 1;
            end += read;
            if (lines > 0)
            {
                lines += end - read;
                Validate(lines);
                _buffer.AsSpan(lines, end - lines).CopyTo(_buffer);
                end -= lines;
            }

            if (end == _buffer.Length)
            {
                Grow();
            }
        }

        Validate(end);
    }

    private int Read(int end)
    {
        try
        {
            return _environment.Input.Read(_buffer.AsSpan(end));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Refusal(RefusalCodes.FileUnreadable, "Standard input cannot be read.", "standard input");
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= LongestLine)
        {
            throw new Refusal(
                RefusalCodes.TooLong,
                "This line takes more room than any value can.",
                LineValidator.Place(_lines + 1, "$")
            );
        }

        Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    /// <summary>
    /// Checks the first bytes of the buffer, which are whole lines, and writes the verdicts up to the first malformed
    /// line.
    /// </summary>
    private void Validate(int length)
    {
        var count = Divide(length);
        if (count == 1)
        {
            ValidatePart(0);
        }
        else
        {
            Parallel.For(0, count, ValidatePart);
        }

        for (var part = 0; part < count; part++)
        {
            _environment.Output.Write(_validators[part].Verdicts);
            if (_validators[part].Fault is { } fault)
            {
                _environment.Output.Flush();
                throw fault;
            }
        }

        _environment.Output.Flush();
    }

    private void ValidatePart(int part) =>
        _validators[part].Validate(_buffer.AsSpan(_parts[part].Start, _parts[part].Length), _parts[part].FirstLine);

    /// <summary>
    /// Splits the text at line ends into about equal parts, at most one per validator; returns their number.
    /// </summary>
    private int Divide(int length)
    {
        var share = Math.Max(WorthSharing, (length / _validators.Length) + 1);
        var (count, start) = (0, 0);
        while (start < length)
        {
            var rest = _buffer.AsSpan(start, length - start);
            var end = rest.Length <= share || count == _validators.Length - 1 ? -1 : rest[share..].IndexOf((byte)'\n');
            var part = end < 0 ? rest.Length : share + end + 1;
            _parts[count++] = (start, part, _lines + 1);
            _lines += rest[..part].Count((byte)'\n');
            start += part;
        }

        return count;
    }
}
