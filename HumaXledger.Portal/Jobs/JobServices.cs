using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Mail;
using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Quartz over the same store: what was started survives a restart, and with PostgreSQL another node takes it over.
/// </summary>
public static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var store = StorageConnection.Read(StorageOptions.From(configuration));
        services.AddQuartz(quartz =>
            quartz.UsePersistentStore(jobs =>
            {
                if (store.Provider == StorageProvider.Sqlite)
                {
                    jobs.UseSqlite(SqliteFactory.Instance, store.ConnectionString);
                }
                else
                {
                    jobs.UsePostgres(NpgsqlFactory.Instance, store.ConnectionString);
                    jobs.UseClustering();
                }
            })
        );
        // Jobs hear the stop and end at the next await; waiting for that keeps what they use alive meanwhile. The
        // journal takes a run up again.
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddSingleton<SyncJobs>();
        services.AddSingleton<StoreFaults>();
        services.AddHostedService<UnfinishedWork>();
        services
            .AddOptions<InboundSyncOptions>()
            .BindConfiguration(InboundSyncOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddHostedService<InboundSyncWorker>();
        services
            .AddOptions<ScheduleOptions>()
            .BindConfiguration(ScheduleOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddHostedService<ScheduledWork>();
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<AlertMail>();
        services.AddSingleton<ResultMail>();
        return services;
    }
}
