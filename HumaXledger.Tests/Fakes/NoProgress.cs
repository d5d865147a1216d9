namespace HumaXledger.Tests.Fakes;

/// <summary>Discards progress reports.</summary>
internal sealed class NoProgress<T> : IProgress<T>
{
    public void Report(T value) { }
}
