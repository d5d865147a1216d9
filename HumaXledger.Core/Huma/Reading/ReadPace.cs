namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// The requests with which one client reads at the same time: profiles up to the setting, and a quarter more in all, so
/// that lists and positions are read beside the profiles and not in their place (docs/decisions/0070). With fewer than
/// four profiles there is no more: a setting of one means one request after the other.
/// </summary>
/// <remarks>
/// A request keeps its place until its answer is read, pauses before a repetition included. Where Huma refuses for a
/// while, the whole reading slows down.
/// </remarks>
/// <param name="profiles">The number of profiles at the same time.</param>
internal sealed class ReadPace(int profiles)
{
    private readonly SemaphoreSlim _profiles = new(profiles);
    private readonly SemaphoreSlim _requests = new(RequestsOf(profiles));

    /// <summary>
    /// The number of people to read at the same time. Twice the requests, so that people who wait for their positions
    /// leave no place of a profile empty.
    /// </summary>
    public int People { get; } = 2 * RequestsOf(profiles);

    /// <summary>Reads a profile when its turn comes.</summary>
    public async Task<T> ProfileAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        await _profiles.WaitAsync(cancellation);
        try
        {
            return await BesideAsync(read, cancellation);
        }
        finally
        {
            _profiles.Release();
        }
    }

    /// <summary>Reads a page of a list, or positions, when its turn comes.</summary>
    public async Task<T> BesideAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        await _requests.WaitAsync(cancellation);
        try
        {
            return await read();
        }
        finally
        {
            _requests.Release();
        }
    }

    private static int RequestsOf(int profiles) => profiles + (profiles / 4);
}
