using HumaXledger.Cli;

using var surroundings = Surroundings.OfProcess();
return CommandLine.Run(args, surroundings);
