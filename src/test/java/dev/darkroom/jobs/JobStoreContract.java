package dev.darkroom.jobs;

/** What every job store keeps to. A store is done when this passes. */
public interface JobStoreContract
    extends AdmissionContract,
        ClaimContract,
        RecordContract,
        StandingContract,
        LogContract,
        PruneContract {}
