using System.Globalization;
using System.Runtime.CompilerServices;

namespace HumaXledger.Tests;

/// <summary>
/// Temporary folders of a test run lie in memory where the machine has enough of it: a store in memory is the same
/// SQLite file, whose commits do not wait for a disk. <c>HUMAXLEDGER_TEST_TMP</c> names another folder.
/// </summary>
internal static class TestFolders
{
    private const string Prefix = "humaxledger-tests-";

    private const long Enough = 4L << 30;

    private static readonly string Memory = "/dev/shm";

    /// <summary>Runs before any test; processes that tests start inherit the folder.</summary>
    [ModuleInitializer]
    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable("HUMAXLEDGER_TEST_TMP") is { Length: > 0 } given)
        {
            Environment.SetEnvironmentVariable("TMPDIR", Path.GetFullPath(given));
        }
        else if (OperatingSystem.IsLinux() && Directory.Exists(Memory) && Room() >= Enough)
        {
            RemoveAbandoned();
            var own = Directory.CreateDirectory(
                Path.Combine(Memory, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            );
            Environment.SetEnvironmentVariable("TMPDIR", own.FullName);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(own.FullName);
        }
    }

    private static long Room()
    {
        try
        {
            return new DriveInfo(Memory).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // A run that was killed leaves its folder behind.
    private static void RemoveAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(Memory, Prefix + "*"))
        {
            if (
                int.TryParse(Path.GetFileName(folder)[Prefix.Length..], CultureInfo.InvariantCulture, out var process)
                && !Directory.Exists($"/proc/{process}")
            )
            {
                Remove(folder);
            }
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A process that ends later still has it open.
        }
    }
}
