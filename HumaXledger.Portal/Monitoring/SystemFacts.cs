using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HumaXledger.Portal.Monitoring;

/// <summary>What runs here, and since when.</summary>
public static class SystemFacts
{
    /// <summary>The product's version.</summary>
    public static string Version { get; } = typeof(SystemFacts).Assembly.GetName().Version!.ToString(3);

    /// <summary>The name of this node.</summary>
    public static string Node => Environment.MachineName;

    /// <summary>.NET with its version.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;

    /// <summary>The operating system with its version.</summary>
    public static string System => RuntimeInformation.OSDescription;

    /// <summary>When this process began, UTC.</summary>
    public static DateTime StartedAt { get; } = Began();

    private static DateTime Began()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
