namespace HumaXledger.Benchmarks;

/// <summary>Discards progress reports.</summary>
internal sealed class QuietLogging<T> : IProgress<T>
{
    /// <summary>Does nothing.</summary>
    public void Report(T value) { }
}
