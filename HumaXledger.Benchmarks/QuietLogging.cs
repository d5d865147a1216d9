namespace HumaXledger.Benchmarks;

/// <summary>Nobody watches.</summary>
internal sealed class QuietLogging<T> : IProgress<T>
{
    public void Report(T value) { }
}
