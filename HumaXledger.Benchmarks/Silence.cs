namespace HumaXledger.Benchmarks;

/// <summary>Nobody watches.</summary>
internal sealed class Silence<T> : IProgress<T>
{
    public void Report(T value)
    {
    }
}
