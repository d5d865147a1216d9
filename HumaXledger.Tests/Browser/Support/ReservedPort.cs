using System.Net.NetworkInformation;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// A TCP port that no other test takes until this is disposed. A sandbox inside a Portal must know its port before it
/// listens, and a free port of the system's choice can be another program's by then.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    // Below the ports that Linux gives to clients (32768 and up).
    private const int First = 20_000;
    private const int Last = 30_000;

    private static int _turn = Environment.ProcessId * 37;

    private readonly FileStream _reservation;

    private ReservedPort(int number, FileStream reservation) => (Number, _reservation) = (number, reservation);

    public int Number { get; }

    public static ReservedPort Take()
    {
        var used = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(at => at.Port).ToHashSet();
        // Shared by the test processes of this machine.
        var folder = Directory.CreateDirectory(
            Path.Combine(OperatingSystem.IsWindows() ? Path.GetTempPath() : "/tmp", "humaxledger-ports")
        );
        while (true)
        {
            var number = First + (int)((uint)Interlocked.Increment(ref _turn) % (Last - First));
            if (!used.Contains(number) && Reserve(Path.Combine(folder.FullName, $"{number}")) is { } reservation)
            {
                return new ReservedPort(number, reservation);
            }
        }
    }

    public void Dispose() => _reservation.Dispose();

    private static FileStream? Reserve(string file)
    {
        try
        {
            // The file stays behind: deleting it would let two processes hold two files of one name.
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
