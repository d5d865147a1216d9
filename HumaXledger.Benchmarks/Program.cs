using HumaXledger.Benchmarks;
using HumaXledger.Benchmarks.Circuits;
using HumaXledger.Benchmarks.Nodes;
using HumaXledger.Benchmarks.Peers;
using HumaXledger.Benchmarks.Reading;
using HumaXledger.Benchmarks.Starting;

return args switch
{
    ["main-job"] => await MainJob.RunAsync(Console.Out),
    ["start", .. var rest] => await Starts.RunAsync(rest, Console.Out),
    ["start-profile", .. var rest] => await StartProfile.RunAsync(rest, Console.Out),
    ["engine"] => await Engine.RunAsync(Console.Out),
    ["command-line"] => CommandLineRuns.Run(Console.Out),
    ["peers", .. var rest] => EnginePeers.Run(rest, Console.Out),
    ["matching"] => MatchingQuality.Run(Console.Out),
    ["carrying-out"] => await CarryingOut.RunAsync(Console.Out),
    ["forecast", .. var rest] => await ForecastSamples.RunAsync(rest, Console.Out),
    ["webhook", .. var rest] => await WebhookLoad.RunAsync(rest, Console.Out),
    ["activity-log", .. var rest] => await ActivityLogLoad.RunAsync(rest, Console.Out),
    ["reading", .. var rest] => await HumaReadingRuns.RunAsync(rest, Console.Out),
    ["sandbox-reading", .. var rest] => await SandboxReading.RunAsync(rest, Console.Out),
    ["round", .. var rest] => await RoundLoad.RunAsync(rest, Console.Out),
    ["review", "serve"] => await ReviewSpeed.ServeAsync(Console.Out),
    ["review", .. var rest] => await ReviewSpeed.RunAsync(rest, Console.Out),
    ["circuits", .. var rest] => await CircuitLoad.RunAsync(rest, Console.Out),
    ["shared-token", .. var rest] => await SharedToken.RunAsync(rest, Console.Out),
    ["sealed", .. var rest] => await SealedReading.RunAsync(rest, Console.Out),
    ["following", .. var rest] => await FollowingHuma.RunAsync(rest, Console.Out),
    ["cluster", .. var rest] => await ClusterLoad.RunAsync(rest, Console.Out),
    [DelayedHuma.Command, .. var rest] => await DelayedHuma.WorkAsync(rest, Console.Out),
    [ComparingProcess.Command, .. var rest] => await ComparingProcess.WorkAsync(rest, Console.Out),
    _ => Explain(),
};

static int Explain()
{
    Console.Error.WriteLine(
        "dotnet run -c Release --project HumaXledger.Benchmarks -- main-job | start [rounds] | engine | "
            + "peers [people | daff] [folder of daff] | matching | command-line | review [people | serve] | "
            + "circuits [count] [people] [seconds] | carrying-out | forecast [people] | "
            + "activity-log [entries] [PostgreSQL connection string] | following [minutes] "
            + "[PostgreSQL connection string] | round [connections] [PostgreSQL connection string] | "
            + "reading [people] [rounds] | sandbox-reading [people] [rounds] | sealed [people] | "
            + "webhook [seconds] [PostgreSQL connection string] | "
            + "shared-token (PostgreSQL connection string) [seconds] | "
            + "start-profile [PostgreSQL connection string] | "
            + "cluster [live | takeover | webhook | connections]… [--minutes N] [--rounds N] [--connections N] "
            + "[--people N]"
    );
    return 2;
}
